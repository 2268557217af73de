import { busybox } from "./busybox.ts";
import { coreutils } from "./debian/coreutils.ts";
import { others } from "./debian/others.ts";
import { shells } from "./debian/shells.ts";
import { textTools } from "./debian/text-tools.ts";
import { transfer } from "./debian/transfer.ts";
import { users } from "./debian/users.ts";
import type { Files, Packages } from "./packages.ts";

/** Debian's and its derivatives'. */
export const debian: Packages = together(coreutils, shells, textTools, transfer, users, others);

/** Files of one package may be told of in several places. */
function together(...lists: readonly Packages[]): Packages {
  const packages: Record<string, Files> = {};
  for (const list of lists)
    for (const [name, files] of Object.entries(list)) packages[name] = { ...packages[name], ...files };
  return packages;
}

/** Alpine's. */
export const alpine: Packages = { busybox: { "bin/busybox": busybox } };
