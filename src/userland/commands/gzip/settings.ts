import type { Process } from "../../kernel/process.ts";
import { Refusal } from "../../kernel/refusal.ts";
import type { Arguments } from "../options.ts";

const person = "is for people";

/** All that gzip 1.12 has. */
export const gzipOptions = {
  ascii: { short: "a", long: "ascii" },
  bits: { short: "b", long: "bits", value: "required", refused: "is for a format that gzip cannot write" },
  stdout: { short: "c", long: ["stdout", "to-stdout"] },
  decompress: { short: "d", long: ["decompress", "uncompress"] },
  force: { short: "f", long: "force" },
  help: { short: "h?H", long: "help", refused: person },
  keep: { short: "k", long: "keep" },
  list: { short: "l", long: "list", refused: "lists what is compressed" },
  license: { short: "L", long: "license", refused: person },
  noTime: { short: "m", refused: "is not documented" },
  time: { short: "M", refused: "is not documented" },
  noName: { short: "n", long: "no-name" },
  name: { short: "N", long: "name" },
  terminal: { long: "-presume-input-tty", refused: "is for tests of gzip" },
  quiet: { short: "q", long: ["quiet", "silent"] },
  recursive: { short: "r", long: "recursive" },
  rsyncable: { long: "rsyncable", refused: "writes other blocks" },
  suffix: { short: "S", long: "suffix", value: "required" },
  synchronous: { long: "synchronous" },
  test: { short: "t", long: "test" },
  verbose: { short: "v", long: "verbose" },
  version: { short: "V", long: "version" },
  lzw: { short: "Z", long: "lzw", refused: "is for a format that gzip cannot write" },
  level1: { short: "1", long: "fast" },
  level2: { short: "2" },
  level3: { short: "3" },
  level4: { short: "4" },
  level5: { short: "5" },
  level6: { short: "6" },
  level7: { short: "7" },
  level8: { short: "8" },
  level9: { short: "9", long: "best" },
} as const;

export type GzipOption = keyof typeof gzipOptions;

export interface Settings {
  readonly stdout: boolean;
  readonly decompress: boolean;
  readonly test: boolean;
  /** How often -f is given. */
  readonly force: number;
  readonly keep: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly recursive: boolean;
  /** Name and time of the file are kept in what is compressed, or taken from it. */
  readonly name: boolean;
  readonly suffix: string;
  readonly level: number;
}

/** Throws `Refusal` where the environment has options for gzip. */
export function settingsOf(proc: Process, args: Arguments<GzipOption>): Settings {
  const environment = proc.env.get("GZIP");
  if (environment !== undefined && environment.trim() !== "")
    throw new Refusal("GZIP", "holds options for gzip, which gzip itself warns of", "write them on its command line");
  const last = (...names: readonly GzipOption[]) => args.given.findLast(({ name }) => names.includes(name))?.name;
  const test = args.has("test");
  const decompress = test || args.has("decompress");
  const levels = args.given.filter(({ name }) => name.startsWith("level"));
  return {
    stdout: test || args.has("stdout"),
    decompress,
    test,
    force: args.given.filter(({ name }) => name === "force").length,
    keep: args.has("keep"),
    quiet: last("quiet", "verbose") === "quiet",
    verbose: last("quiet", "verbose") === "verbose",
    recursive: args.has("recursive"),
    name: (last("name", "noName") ?? (decompress ? "noName" : "name")) === "name",
    suffix: args.value("suffix") ?? ".gz",
    level: Number(levels.at(-1)?.name.slice("level".length) ?? 6),
  };
}

export const version = `gzip 1.12
Copyright (C) 2018 Free Software Foundation, Inc.
Copyright (C) 1993 Jean-loup Gailly.
This is free software.  You may redistribute copies of it under the terms of
the GNU General Public License <https://www.gnu.org/licenses/gpl.html>.
There is NO WARRANTY, to the extent permitted by law.

Written by Jean-loup Gailly.
`;
