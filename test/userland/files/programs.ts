import type { Program } from "../../../src/userland/kernel/program.ts";
import { chgrp } from "../../../src/userland/commands/chgrp.ts";
import { chmod } from "../../../src/userland/commands/chmod.ts";
import { chown } from "../../../src/userland/commands/chown.ts";
import { cp } from "../../../src/userland/commands/cp.ts";
import { install } from "../../../src/userland/commands/install.ts";
import { ln } from "../../../src/userland/commands/ln.ts";
import { mkdir } from "../../../src/userland/commands/mkdir.ts";
import { mv } from "../../../src/userland/commands/mv.ts";
import { rm } from "../../../src/userland/commands/rm.ts";
import { rmdir } from "../../../src/userland/commands/rmdir.ts";
import { touch } from "../../../src/userland/commands/touch.ts";

/** By the name that they have in /usr/bin. */
export const programs: Readonly<Record<string, Program>> = {
  chgrp,
  chmod,
  chown,
  cp,
  install,
  ln,
  mkdir,
  mv,
  rm,
  rmdir,
  touch,
};
