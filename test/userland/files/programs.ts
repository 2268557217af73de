import type { Program } from "../../../src/userland/kernel/program.ts";
import { basename } from "../../../src/userland/commands/basename.ts";
import { chgrp } from "../../../src/userland/commands/chgrp.ts";
import { chmod } from "../../../src/userland/commands/chmod.ts";
import { chown } from "../../../src/userland/commands/chown.ts";
import { cp } from "../../../src/userland/commands/cp.ts";
import { dirname } from "../../../src/userland/commands/dirname.ts";
import { install } from "../../../src/userland/commands/install.ts";
import { link } from "../../../src/userland/commands/link.ts";
import { ln } from "../../../src/userland/commands/ln.ts";
import { mkdir } from "../../../src/userland/commands/mkdir.ts";
import { mktemp } from "../../../src/userland/commands/mktemp.ts";
import { mv } from "../../../src/userland/commands/mv.ts";
import { readlink } from "../../../src/userland/commands/readlink.ts";
import { realpath } from "../../../src/userland/commands/realpath.ts";
import { rm } from "../../../src/userland/commands/rm.ts";
import { rmdir } from "../../../src/userland/commands/rmdir.ts";
import { find } from "../../../src/userland/commands/find/find.ts";
import { touch } from "../../../src/userland/commands/touch.ts";
import { unlink } from "../../../src/userland/commands/unlink.ts";
import { which } from "../../../src/userland/commands/which.ts";

/** By the name that they have in /usr/bin. */
export const programs: Readonly<Record<string, Program>> = {
  basename,
  chgrp,
  chmod,
  chown,
  cp,
  dirname,
  find,
  install,
  link,
  ln,
  mkdir,
  mktemp,
  mv,
  readlink,
  realpath,
  rm,
  rmdir,
  touch,
  unlink,
  which,
};
