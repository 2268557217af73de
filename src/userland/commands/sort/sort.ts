import { longDouble } from "../c-format/long-double.ts";
import { checkCollation } from "../locale.ts";
import type { Arguments } from "../options.ts";
import { standardOptions } from "../standard-options.ts";
import { buffered, type Stdio } from "../stdio.ts";
import { tool } from "../tool.ts";
import { check } from "./check.ts";
import { orderOf } from "./compare.ts";
import { settingsOf } from "./settings.ts";
import { Work } from "./work.ts";

const random = "what is left to chance would be different in each build";

const options = {
  blanks: { short: "b", long: "ignore-leading-blanks" },
  check: { short: "c" },
  checkLong: { long: "check", value: "optional" },
  checkQuiet: { short: "C" },
  compress: { long: "compress-program", value: "required" },
  debug: { long: "debug", refused: "explains to people how lines are sorted" },
  dictionary: { short: "d", long: "dictionary-order" },
  fold: { short: "f", long: "ignore-case" },
  files: { long: "files0-from", value: "required", refused: "operands from a file are not emulated" },
  general: { short: "g", long: "general-numeric-sort" },
  printing: { short: "i", long: "ignore-nonprinting" },
  key: { short: "k", long: "key", value: "required" },
  merge: { short: "m", long: "merge" },
  month: { short: "M", long: "month-sort" },
  numeric: { short: "n", long: "numeric-sort" },
  human: { short: "h", long: "human-numeric-sort" },
  versions: { short: "V", long: "version-sort" },
  random: { short: "R", long: "random-sort", refused: random },
  randomSource: { long: "random-source", value: "required", refused: random },
  sort: { long: "sort", value: "required" },
  output: { short: "o", long: "output", value: "required" },
  reverse: { short: "r", long: "reverse" },
  stable: { short: "s", long: "stable" },
  batch: { long: "batch-size", value: "required" },
  buffer: { short: "S", long: "buffer-size", value: "required" },
  separator: { short: "t", long: "field-separator", value: "required" },
  temporary: { short: "T", long: "temporary-directory", value: "required" },
  unique: { short: "u", long: "unique" },
  zero: { short: "z", long: "zero-terminated" },
  parallel: { long: "parallel", value: "required" },
  ...standardOptions,
  obsolete: { short: "y", value: "required", refused: "is older than POSIX" },
} as const;

export type SortArguments = Arguments<keyof typeof options>;

/** sort(1), GNU coreutils 9.1: src/sort.c; by bytes, as C and C.UTF-8 have it. */
export const sort = tool({
  options,
  misuse: 2,
  impossible: (_, operands) => {
    const key = operands.find((word) => word !== undefined && /^\+\d/.test(word));
    return key === undefined ? undefined : { word: key, reason: "is a key as sort had them before POSIX; write -k" };
  },
  run: buffered(run, { status: 2, message: "write failed: 'standard output'" }),
});

async function run(io: Stdio, args: SortArguments): Promise<number> {
  await checkCollation(io.proc);
  const settings = await settingsOf(io, args);
  const order = orderOf({ ...settings, longDouble: longDouble(io.proc.machine.platform) });
  const files = args.operands.length === 0 ? ["-"] : args.operands;
  if (settings.check !== undefined) return check(io, files, settings, order);
  const work = new Work(io, settings, order);
  await work.checkInputs(files);
  await work.openOutput();
  await work.write(settings.merge ? await work.merge(files) : await work.sort(files));
  return 0;
}
