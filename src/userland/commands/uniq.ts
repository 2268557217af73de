import { SystemError } from "../kernel/errno.ts";
import type { OpenFile } from "../kernel/open-file.ts";
import { argMatch } from "./arg-match.ts";
import { openInput } from "./input.ts";
import { Lines } from "./lines.ts";
import { checkCollation } from "./locale.ts";
import { parseNumber } from "./number-with-suffix.ts";
import { Misuse, type Word } from "./options.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";
import { type Group, grouper, type UniqStyle } from "./uniq-groups.ts";

const delimits = [
  ["none", "none"],
  ["prepend", "prepend"],
  ["separate", "separate"],
] as const;
const groups = [
  ["prepend", "prepend"],
  ["append", "append"],
  ["separate", "separate"],
  ["both", "both"],
] as const;

/** uniq(1), GNU coreutils 9.1: src/uniq.c. */
export const uniq = tool({
  options: {
    count: { short: "c", long: "count" },
    repeated: { short: "d", long: "repeated" },
    all: { short: "D" },
    allRepeated: { long: "all-repeated", value: "optional" },
    group: { long: "group", value: "optional" },
    ignoreCase: { short: "i", long: "ignore-case" },
    unique: { short: "u", long: "unique" },
    fields: { short: "f", long: "skip-fields", value: "required" },
    chars: { short: "s", long: "skip-chars", value: "required" },
    width: { short: "w", long: "check-chars", value: "required" },
    zero: { short: "z", long: "zero-terminated" },
    ...standardOptions,
  },
  rewrite: modern,
  run: buffered(async (io, { given, has, operands }) => {
    await checkCollation(io.proc);
    const sizes = { fields: 0, chars: 0, width: Infinity };
    let allRepeated: (typeof delimits)[number][1] | undefined;
    let grouping: Group | undefined;
    for (const { name, value } of given) {
      if (name === "fields") sizes.fields = await size(io, value!, "invalid number of fields to skip");
      if (name === "chars") sizes.chars = await size(io, value!, "invalid number of bytes to skip");
      if (name === "width") sizes.width = await size(io, value!, "invalid number of bytes to compare");
      if (name === "all") allRepeated = "none";
      if (name === "allRepeated")
        allRepeated = value === undefined ? "none" : await argMatch(io, "--all-repeated", value, delimits);
      if (name === "group") grouping = value === undefined ? "separate" : await argMatch(io, "--group", value, groups);
    }
    if (operands.length > 2) throw new Misuse(`extra operand ${io.quote(operands[2]!)}`);
    const printing = has("repeated") || has("unique") || allRepeated !== undefined || has("count");
    if (grouping !== undefined && printing) throw new Misuse("--group is mutually exclusive with -c/-d/-D/-u");
    if (has("count") && allRepeated !== undefined)
      throw new Misuse("printing all duplicated lines and repeat counts is meaningless");
    const style: UniqStyle = {
      keyOf: keyOf(sizes, has("ignoreCase")),
      count: has("count"),
      single: !has("repeated") && allRepeated === undefined,
      repeated: !has("unique"),
      allRepeated,
      group: grouping,
      delimiter: has("zero") ? "\0" : "\n",
    };
    const [from = "-", to = "-"] = operands;
    await copy(io, from, to, style);
    return 0;
  }),
});

async function size(io: Stdio, text: string, what: string): Promise<number> {
  const { value, wrong } = parseNumber(text, "");
  if (wrong !== undefined && wrong !== "overflow") await io.die(`${text}: ${what}`);
  return Number(value);
}

/** What of a line is compared. */
function keyOf(sizes: { fields: number; chars: number; width: number }, ignoreCase: boolean) {
  const { fields, chars, width } = sizes;
  if (fields === 0 && chars === 0 && width === Infinity && !ignoreCase) return (line: string) => line;
  return (line: string): string => {
    let at = 0;
    for (let left = fields; left > 0 && at < line.length; left--) {
      while (at < line.length && (line[at] === " " || line[at] === "\t" || line[at] === "\n")) at++;
      while (at < line.length && line[at] !== " " && line[at] !== "\t" && line[at] !== "\n") at++;
    }
    const key = line.slice(at + chars, at + chars + width);
    return ignoreCase ? key.replaceAll(/[a-z]+/g, (letters) => letters.toUpperCase()) : key;
  };
}

/** "-3" skips fields. */
function modern(words: readonly Word[]): readonly Word[] {
  return words.map((word, at) => {
    const isValue = at > 0 && /^-[a-zA-Z]*[fsw]$/.test(words[at - 1] ?? "");
    return word !== undefined && !isValue && /^-\d+$/.test(word) ? `-f${word.slice(1)}` : word;
  });
}

async function copy(io: Stdio, from: string, to: string, style: UniqStyle): Promise<void> {
  const input = await opened(io, from, () => openInput(io.proc, from));
  const output =
    to === "-"
      ? undefined
      : await opened(io, to, () => io.proc.files.open(to, { write: true, create: true, truncate: true }));
  const lines = new Lines(io.proc, input, style.delimiter);
  const put = async (text: string): Promise<void> => {
    if (output === undefined) await io.put(text);
    else await output.write(Buffer.from(text, "latin1"));
  };
  try {
    const group = grouper(style);
    for (let batch = await lines.batch(); batch !== undefined; batch = await lines.batch())
      await put(batch.map((line) => group.add(line)).join(""));
    await put(group.end());
  } catch (error) {
    if (!(error instanceof SystemError) || error.code === "EPIPE") throw error;
    await io.die(`error reading ${io.quoteaf(from)}: ${error.message}`);
  } finally {
    input.close();
    output?.close();
  }
}

async function opened(io: Stdio, name: string, open: () => Promise<OpenFile>): Promise<OpenFile> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return io.die(`${io.quotef(name)}: ${error.message}`);
  }
}
