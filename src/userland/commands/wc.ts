import { SystemError } from "../kernel/errno.ts";
import type { FileStat } from "../kernel/files.ts";
import type { OpenFile } from "../kernel/open-file.ts";
import { chunks, eachInput } from "./input.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";
import { type Counts, WordCounter } from "./word-counter.ts";

const order = ["lines", "words", "chars", "bytes", "width"] as const;
type Column = (typeof order)[number];

/** wc(1), GNU coreutils 9.1: src/wc.c. */
export const wc = tool({
  options: {
    bytes: { short: "c", long: "bytes" },
    chars: { short: "m", long: "chars" },
    lines: { short: "l", long: "lines" },
    words: { short: "w", long: "words" },
    debug: { long: "debug", refused: "says which instructions of the processor it uses" },
    files: { long: "files0-from", value: "required", refused: "operands from a file are not emulated" },
    width: { short: "L", long: "max-line-length" },
    ...standardOptions,
  },
  run: buffered(async (io, { has, operands }) => {
    const asked = order.filter((column) => has(column));
    const columns: readonly Column[] = asked.length > 0 ? asked : ["lines", "words", "bytes"];
    const padding = numberWidth(io, columns, operands);
    const row = (counts: Counts, name: string | undefined) =>
      `${columns.map((column) => String(counts[column]).padStart(padding)).join(" ")}${name === undefined ? "" : ` ${name}`}\n`;
    const total = { lines: 0, words: 0, chars: 0, bytes: 0, width: 0 };
    const nameOf = (name: string) => (name.includes("\n") ? io.quotef(name) : name);
    await eachInput(io, operands, async (file, name) => {
      const counts = await count(io, file, name, columns);
      await io.put(row(counts, operands.length === 0 ? undefined : nameOf(name)));
      for (const column of order)
        total[column] = column === "width" ? Math.max(total.width, counts.width) : total[column] + counts[column];
    });
    if (operands.length > 1) await io.put(row(total, "total"));
    return io.failed ? 1 : 0;
  }),
});

/** Where reading fails half way, what was counted until then is shown. */
async function count(io: Stdio, file: OpenFile, name: string, columns: readonly Column[]): Promise<Counts> {
  const simple = columns.every((column) => column === "lines" || column === "bytes");
  const counter = new WordCounter(io, columns.includes("width"));
  try {
    for await (const bytes of chunks(io.proc, file))
      if (simple) counter.addLines(bytes);
      else counter.add(bytes);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    await io.complain(`${io.quotef(name)}: ${error.message}`);
  }
  return counter.end();
}

/** As many digits as all sizes together have; 7 where one is not known before; 1 for one number of one file. */
function numberWidth({ proc }: Stdio, columns: readonly Column[], operands: readonly string[]): number {
  const names = operands.length === 0 ? ["-"] : operands;
  if (names.length === 1 && columns.length === 1) return 1;
  let sum = 0;
  let least = 1;
  for (const name of names) {
    const stat = statOf(() => (name === "-" ? proc.descriptor(0).stat() : proc.files.stat(name)));
    if (stat?.type === "file") sum += stat.size;
    else if (stat !== undefined) least = 7;
  }
  return Math.max(String(sum).length, least);
}

function statOf(call: () => FileStat): FileStat | undefined {
  try {
    return call();
  } catch (error) {
    if (error instanceof SystemError) return undefined;
    throw error;
  }
}
