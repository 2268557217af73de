import { problems } from "../errors.ts";

export const problem = problems({
  "context/no-directory":
    "The build context, the directory at the end of `djib build`, does not exist, is not a directory, or may not be read. It is usually `.`, the directory of the project.",
  "context/unreadable":
    "A file or directory of the build context may not be read by the user who builds. Change its permissions, or, if the image does not need it, name it in .dockerignore: what is hidden there is never opened.",
  "context/changed":
    "A file of the build context was written to while it was read, so that no digest describes what was read. Stop what writes to it (a development server, an editor, a log), or name it in .dockerignore.",
  "context/socket":
    "The build context holds a socket, which an image cannot. As docker build does, djib puts an empty file in its place. Name it in .dockerignore.",
  "context/too-many-files":
    "The build context holds more files than one layer may. Name what the image does not need (.git, node_modules, media) in .dockerignore.",
});
