import { problems } from "../errors.ts";

/** What can go wrong with a RUN whatever executes it. */
export const problem = problems({
  "run/failed":
    "A command of a RUN ended with a status other than 0. Its last lines of output are shown; nothing of the step is kept.",
  "run/unknown-user":
    "USER names a user or group that the image's /etc/passwd or /etc/group does not have. Create it in an earlier RUN, or use a number.",
  "run/hostile-mount-point":
    "A place where the sandbox must mount something, such as /dev, is not a directory in the image. djib does not follow links there (CVE-2024-21626).",
  "run/unsupported": "This machine's sandbox cannot do what a RUN asks for, for example a network of its own.",
  "run/cancelled": "The build was cancelled while a RUN was under way. Its processes and mounts are gone.",
});
