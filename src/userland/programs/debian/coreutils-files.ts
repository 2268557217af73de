import type { Files } from "../packages.ts";

/** What of coreutils is about files. */
export const coreutilsFiles: Files = {
  "bin/chgrp": async () => (await import("../../commands/chgrp.ts")).chgrp,
  "bin/chmod": async () => (await import("../../commands/chmod.ts")).chmod,
  "bin/chown": async () => (await import("../../commands/chown.ts")).chown,
  "bin/mkdir": async () => (await import("../../commands/mkdir.ts")).mkdir,
  "bin/rm": async () => (await import("../../commands/rm.ts")).rm,
  "bin/rmdir": async () => (await import("../../commands/rmdir.ts")).rmdir,
  "bin/touch": async () => (await import("../../commands/touch.ts")).touch,
};
