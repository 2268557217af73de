import type { OpenFile } from "../kernel/open-file.ts";
import { elideBytes, elideLines } from "./head-elide.ts";
import { showEach } from "./headed-inputs.ts";
import { chunks } from "./input.ts";
import { numberOrDie } from "./number-with-suffix.ts";
import { Misuse, type Word } from "./options.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { SystemError } from "../kernel/errno.ts";
import { tool } from "./tool.ts";

export const sizeSuffixes = "bkKmMGTPEZY0";

/** head(1), GNU coreutils: src/head.c. */
export const head = tool({
  options: {
    bytes: { short: "c", long: "bytes", value: "required" },
    lines: { short: "n", long: "lines", value: "required" },
    pipe: { long: ["-presume-input-pipe"] },
    quiet: { short: "q", long: ["quiet", "silent"] },
    verbose: { short: "v", long: "verbose" },
    zero: { short: "z", long: "zero-terminated" },
    ...standardOptions,
    digit: { short: "0123456789" },
  },
  rewrite: modern,
  run: buffered(async (io, { given, has, operands }) => {
    const wanted = { lines: true, count: 10n, elide: false };
    for (const { name, value = "", as } of given) {
      if (name === "digit") throw new Misuse(`invalid trailing option -- ${as[1]}`);
      if (name !== "bytes" && name !== "lines") continue;
      wanted.lines = name === "lines";
      wanted.elide = value.startsWith("-");
      const what = `invalid number of ${name}`;
      wanted.count = await numberOrDie(io, wanted.elide ? value.slice(1) : value, what, { suffixes: sizeSuffixes });
    }
    const delimiter = has("zero") ? 0 : 10;
    return showEach(io, operands, given, (file) => show(io, file, { ...wanted, delimiter }));
  }),
});

/** "head -5", "head -5cq": digits and letters, the first word alone. */
function modern(words: readonly Word[]): readonly Word[] {
  const [, count, letters] = /^-(\d+)(.*)$/s.exec(words[0] ?? "") ?? [];
  if (count === undefined) return words;
  const unknown = /[^bcklmqvz]/s.exec(letters!)?.[0];
  if (unknown !== undefined) throw new Misuse(`invalid trailing option -- ${unknown}`);
  const unit = [...letters!].findLast((letter) => "bcklm".includes(letter)) ?? "l";
  const flags = [...letters!].filter((letter) => "qvz".includes(letter)).map((letter) => `-${letter}`);
  const lines = unit === "l";
  return [lines ? "-n" : "-c", "bkm".includes(unit) ? count + unit : count, ...flags, ...words.slice(1)];
}

interface Wanted {
  readonly lines: boolean;
  readonly count: bigint;
  readonly elide: boolean;
  readonly delimiter: number;
}

function show(io: Stdio, file: OpenFile, { lines, count, elide, delimiter }: Wanted): Promise<void> {
  const number = Number(count);
  if (elide) return lines ? elideLines(io, file, number, delimiter) : elideBytes(io, file, number);
  return lines ? firstLines(io, file, number, delimiter) : firstBytes(io, file, number);
}

/** What a C library reads at once (BUFSIZ): what another process finds left of a pipe depends on it. */
const blockSize = 8192;

/** The first bytes, and no more is read. */
export async function firstBytes(io: Stdio, file: OpenFile, count: number): Promise<void> {
  for (let left = count; left > 0;) {
    const bytes = await file.read(Math.min(left, blockSize));
    if (bytes.length === 0) return;
    left -= bytes.length;
    await io.write(bytes);
  }
}

/** The first lines; what was read beyond them is left to whoever reads on, where that can be. */
export async function firstLines(io: Stdio, file: OpenFile, count: number, delimiter: number): Promise<void> {
  let left = count;
  if (left === 0) return;
  for await (const bytes of chunks(io.proc, file, blockSize)) {
    let end = 0;
    while (left > 0 && end < bytes.length) {
      const at = bytes.indexOf(delimiter, end);
      end = at < 0 ? bytes.length : at + 1;
      if (at >= 0) left--;
    }
    if (left === 0 && end < bytes.length) rewind(file, bytes.length - end);
    await io.write(bytes.subarray(0, end));
    if (left === 0) return;
  }
}

/** Leaves the rest to whoever reads on from the same descriptor; a pipe has it no more. */
function rewind(file: OpenFile, count: number): void {
  try {
    file.seek(-count, "current");
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
  }
}
