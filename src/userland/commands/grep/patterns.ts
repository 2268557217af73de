import { SystemError } from "../../kernel/errno.ts";
import { RecordReader } from "../record-reader.ts";
import { openInput } from "../input.ts";
import type { Arguments } from "../options.ts";
import type { Stdio } from "../stdio.ts";
import type { Name } from "./options.ts";

/** A line of what is looked for, and where it stands, for messages: "" of the command line. */
export interface PatternLine {
  readonly text: string;
  readonly file: string;
  /** From 1, within the file. */
  readonly line: number;
}

/** All lines of -e, -f or the first operand, each once; and the operands that are files. undefined: there is no pattern. */
export async function patternsOf(
  io: Stdio,
  { given, operands }: Arguments<Name>,
): Promise<readonly [readonly PatternLine[] | undefined, readonly string[]]> {
  const lines = new Map<string, PatternLine>();
  const add = (text: string, file: string): void => {
    for (const [index, line] of text.split("\n").entries())
      if (!lines.has(line)) lines.set(line, { text: line, file, line: index + 1 });
  };
  const sources = given.filter(({ name }) => name === "regexp" || name === "file");
  for (const { name, value = "" } of sources) {
    if (name === "regexp") add(value, "");
    else {
      const content = await contentOf(io, value);
      if (content !== "") add(content.replace(/\n$/, ""), value);
    }
  }
  if (sources.length > 0) return [[...lines.values()], operands];
  const [first, ...files] = operands;
  if (first === undefined) return [undefined, files];
  const fixed = given.findLast(({ name }) => name === "fixed" || name === "basic" || name === "extended");
  add(first.startsWith("\\-") && fixed?.name !== "fixed" ? first.slice(1) : first, "");
  return [[...lines.values()], files];
}

async function contentOf(io: Stdio, name: string): Promise<string> {
  try {
    const reader = new RecordReader(io.proc, await openInput(io.proc, name));
    try {
      return await reader.all();
    } finally {
      reader.close();
    }
  } catch (error) {
    if (error instanceof SystemError) return io.die(`${name}: ${error.message}`, 2);
    throw error;
  }
}
