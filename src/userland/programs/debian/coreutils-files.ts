import type { Files } from "../packages.ts";

/** coreutils: the commands about files. */
export const coreutilsFiles: Files = {
  "bin/chgrp": async () => (await import("../../commands/chgrp.ts")).chgrp,
  "bin/chmod": async () => (await import("../../commands/chmod.ts")).chmod,
  "bin/chown": async () => (await import("../../commands/chown.ts")).chown,
  "bin/cp": async () => (await import("../../commands/cp.ts")).cp,
  "bin/install": async () => (await import("../../commands/install.ts")).install,
  "bin/ln": async () => (await import("../../commands/ln.ts")).ln,
  "bin/mkdir": async () => (await import("../../commands/mkdir.ts")).mkdir,
  "bin/mv": async () => (await import("../../commands/mv.ts")).mv,
  "bin/rm": async () => (await import("../../commands/rm.ts")).rm,
  "bin/rmdir": async () => (await import("../../commands/rmdir.ts")).rmdir,
  "bin/touch": async () => (await import("../../commands/touch.ts")).touch,
  "bin/basename": async () => (await import("../../commands/basename.ts")).basename,
  "bin/dirname": async () => (await import("../../commands/dirname.ts")).dirname,
  "bin/link": async () => (await import("../../commands/link.ts")).link,
  "bin/mktemp": async () => (await import("../../commands/mktemp.ts")).mktemp,
  "bin/readlink": async () => (await import("../../commands/readlink.ts")).readlink,
  "bin/realpath": async () => (await import("../../commands/realpath.ts")).realpath,
  "bin/unlink": async () => (await import("../../commands/unlink.ts")).unlink,
};
