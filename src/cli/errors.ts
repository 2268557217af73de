import { problems } from "../errors.ts";

export const problem = problems({
  "usage/unknown-command": "djib has no command of that name. `djib --help` lists them.",
  "usage/unknown-flag":
    "The command has no such flag. Flags that docker build has are called the same; the nearest one is named, and `djib COMMAND --help` lists all.",
  "usage/bad-value": "A flag was given a value that it does not take, or none where it needs one.",
  "usage/arguments": "The command was given too few or too many arguments; its usage line says what it takes.",
  "usage/unknown-code": "`djib help CODE` explains an error code; there is none of that name.",
  "usage/no-such-path":
    "The image has no such path, or it is not what the command needs. Paths are those inside the image; links are followed.",
  "usage/no-such-image":
    "No image of that name is in djib's store. `djib images` lists what is there; `djib pull` fetches one from a registry.",
  "usage/no-such-run":
    "`djib debug` opens what a failed RUN left. Only RUNs of the portable executor leave something, for a week at most.",
  "usage/no-engine":
    "Loading needs a running Docker or Podman. djib looks at DOCKER_HOST, docker's current context, the usual sockets of Docker and those of Podman. Building needs none.",
  "usage/conflict": "Two flags exclude each other.",
  "usage/cancelled":
    "The command was stopped by Ctrl-C or SIGTERM. What it had started was ended; finished steps stay in the cache.",
});
