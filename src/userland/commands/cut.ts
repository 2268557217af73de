import { Refusal } from "../kernel/refusal.ts";
import { parseRanges, type Range } from "./field-ranges.ts";
import { eachInput } from "./input.ts";
import { Lines } from "./lines.ts";
import { Misuse } from "./options.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered } from "./stdio.ts";
import { tool } from "./tool.ts";

/** cut(1), GNU coreutils 9.1: src/cut.c, where characters are bytes. */
export const cut = tool({
  options: {
    bytes: { short: "b", long: "bytes", value: "required" },
    characters: { short: "c", long: "characters", value: "required" },
    fields: { short: "f", long: "fields", value: "required" },
    delimiter: { short: "d", long: "delimiter", value: "required" },
    unsplit: { short: "n" },
    only: { short: "s", long: "only-delimited" },
    outputDelimiter: { long: "output-delimiter", value: "required" },
    complement: { long: "complement" },
    zero: { short: "z", long: "zero-terminated" },
    ...standardOptions,
  },
  run: buffered(async (io, { given, has, value, values, operands }) => {
    const lists = given.filter(({ name }) => name === "bytes" || name === "characters" || name === "fields");
    if (lists.length > 1) throw new Misuse("only one list may be specified");
    for (const text of values("delimiter"))
      if (text.length > 1) throw new Misuse("the delimiter must be a single character");
    const list = lists[0];
    if (list === undefined) throw new Misuse("you must specify a list of bytes, characters, or fields");
    const bytes = list.name !== "fields";
    if (bytes && has("delimiter"))
      throw new Misuse("an input delimiter may be specified only when operating on fields");
    if (bytes && has("only"))
      throw new Misuse("suppressing non-delimited lines makes sense\n\tonly when operating on fields");
    const ranges = parseRanges(io, list.value!, { bytes, complement: has("complement") });
    const end = has("zero") ? "\0" : "\n";
    const delimiter = value("delimiter") ?? "\t";
    const separator = delimiter === "" ? "\0" : delimiter;
    if (!bytes && separator === end) throw new Refusal(`${io.name} -d`, "fields that are whole lines are not emulated");
    const output = value("outputDelimiter");
    const between = output === "" ? "\0" : output;
    const pick = bytes
      ? byBytes(ranges, between ?? "")
      : byFields(ranges, separator, between ?? separator, has("only"));
    await eachInput(io, operands, async (file) => {
      const lines = new Lines(io.proc, file, end);
      for (let batch = await lines.batch(); batch !== undefined; batch = await lines.batch()) {
        const cut = batch.map(pick).filter((line) => line !== undefined);
        if (cut.length > 0) await io.put(cut.join(end) + end);
      }
    });
    return io.failed ? 1 : 0;
  }),
});

const byBytes = (ranges: readonly Range[], between: string) => (line: string) =>
  ranges
    .filter(({ low }) => low <= line.length)
    .map(({ low, high }) => line.slice(low - 1, high))
    .join(between);

const byFields =
  (ranges: readonly Range[], separator: string, between: string, only: boolean) =>
  (line: string): string | undefined => {
    if (!line.includes(separator)) return only ? undefined : line;
    const fields = line.split(separator);
    const kept: string[] = [];
    for (const { low, high } of ranges)
      for (let at = low; at <= high && at <= fields.length; at++) kept.push(fields[at - 1]!);
    return kept.join(between);
  };
