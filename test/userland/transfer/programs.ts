import type { Program } from "../../../src/userland/kernel/program.ts";
import { curl } from "../../../src/userland/commands/curl/curl.ts";
import { gzip } from "../../../src/userland/commands/gzip/gzip.ts";
import { tar } from "../../../src/userland/commands/tar/tar.ts";
import { wget } from "../../../src/userland/commands/wget/wget.ts";
import { bzip2 } from "../../../src/userland/commands/expand/bzip2.ts";
import { xz } from "../../../src/userland/commands/expand/xz.ts";
import { zstd } from "../../../src/userland/commands/expand/zstd.ts";
import { msgfmt } from "../../../src/userland/commands/msgfmt/msgfmt.ts";

/** What the cases run, by name. */
export const programs: Readonly<Record<string, Program>> = {
  bunzip2: bzip2,
  bzip2,
  unxz: xz,
  xz,
  xzcat: xz,
  zstd,
  curl,
  gzip,
  msgfmt,
  tar,
  wget,
};
