import { SystemError } from "../kernel/errno.ts";
import { eachInput, openOrDie } from "./input.ts";
import { Lines } from "./lines.ts";
import { letterEscapes } from "./escapes.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";

/** paste(1), GNU coreutils: src/paste.c. */
export const paste = tool({
  options: {
    serial: { short: "s", long: "serial" },
    delimiters: { short: "d", long: "delimiters", value: "required" },
    zero: { short: "z", long: "zero-terminated" },
    ...standardOptions,
  },
  run: buffered(async (io, { has, value, operands }) => {
    const written = value("delimiters") ?? "\t";
    const delimiters = await delimitersOf(io, written === "" ? "\\0" : written);
    const end = has("zero") ? "\0" : "\n";
    const names = operands.length === 0 ? ["-"] : operands;
    await (has("serial") ? serial(io, names, delimiters, end) : parallel(io, names, delimiters, end));
    return io.failed ? 1 : 0;
  }),
});

async function delimitersOf(io: Stdio, text: string): Promise<readonly string[]> {
  if (/^(?:[^\\]|\\[^])*\\$/.test(text)) await io.die(`delimiter list ends with an unescaped backslash: ${text}`);
  return [...text.matchAll(/\\([^])|[^\\]/g)].map(([all, letter]) => {
    if (letter === undefined) return all;
    if (letter === "0") return "";
    return letter === "a" || letter === "e" ? letter : (letterEscapes[letter] ?? letter);
  });
}

async function serial(io: Stdio, names: readonly string[], delimiters: readonly string[], end: string): Promise<void> {
  await eachInput(io, names, async (file) => {
    const lines = new Lines(io.proc, file, end);
    let at = 0;
    let first = true;
    for (let batch = await lines.batch(); batch !== undefined; batch = await lines.batch())
      for (const line of batch) {
        const full = io.put(first ? line : delimiters[at++ % delimiters.length]! + line);
        if (full) await full;
        first = false;
      }
    await io.put(end);
  });
}

/** A name that comes more often shares one file; those that ended are empty. */
async function parallel(
  io: Stdio,
  names: readonly string[],
  delimiters: readonly string[],
  end: string,
): Promise<void> {
  const standard = { lines: undefined as Lines | undefined };
  const sources: Lines[] = [];
  for (const name of names) {
    if (name === "-" && standard.lines !== undefined) sources.push(standard.lines);
    else sources.push(new Lines(io.proc, await openOrDie(io, name), end));
    if (name === "-") standard.lines ??= sources.at(-1);
  }
  for (;;) {
    const row: (string | undefined)[] = [];
    for (const [at, source] of sources.entries()) row.push(await read(io, names[at]!, source));
    if (row.every((line) => line === undefined)) return;
    const text = row.map((line, at) => (at === 0 ? "" : delimiters[(at - 1) % delimiters.length]!) + (line ?? ""));
    const full = io.put(text.join("") + end);
    if (full) await full;
  }
}

async function read(io: Stdio, name: string, source: Lines): Promise<string | undefined> {
  try {
    return await source.next();
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    await io.complain(`${io.quotef(name)}: ${error.message}`);
    return undefined;
  }
}
