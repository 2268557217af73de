import { SystemError } from "../kernel/errno.ts";
import type { Process } from "../kernel/process.ts";
import { directoryName, joinNames } from "./file-names.ts";
import { temporaryName } from "./temporary-name.ts";
import { tried } from "./tried.ts";

/**
 * Makes a link where something is: beside it first, then renamed onto it, so that what is there is
 * not lost when it cannot be made (force_linkat and force_symlinkat of coreutils' src/force-link.c).
 */
export function replaceByLink({ files, machine }: Process, target: string, make: (path: string) => void): void {
  const path = joinNames(directoryName(target), temporaryName(machine, "CuXXXXXX"));
  make(path);
  const renamed = tried<void>(() => files.rename(path, target));
  // Of two links of one file a rename leaves both.
  tried<void>(() => files.unlink(path));
  if (renamed instanceof SystemError) throw renamed;
}
