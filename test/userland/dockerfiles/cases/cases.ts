import type { DockerfileCases } from "../case.ts";
import { archives } from "./archives.ts";
import { configuration } from "./configuration.ts";
import { directories } from "./directories.ts";
import { entrypoints } from "./entrypoints.ts";
import { shell } from "./shell.ts";
import { users } from "./users.ts";

export const dockerfileCases: DockerfileCases = {
  ...directories,
  ...users,
  ...entrypoints,
  ...configuration,
  ...shell,
  ...archives,
};
