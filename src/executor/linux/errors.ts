import { problems } from "../../errors.ts";

export const problem = problems({
  "run/no-engine":
    "No way to run a command in an isolated root was found on this machine. Each way that was tried is listed with what it answered.",
  "run/bad-layer":
    "A layer of the base image cannot be unpacked: it holds a name that leaves its own tree, or GNU tar refused it.",
  "run/sandbox": "The sandbox for a RUN could not be made, or broke, before the command ended by itself.",
});
