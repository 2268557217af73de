import { limits } from "../../limits.ts";
import { Refusal } from "../kernel/refusal.ts";
import { eachInput } from "./input.ts";
import { Lines } from "./lines.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered } from "./stdio.ts";
import { tool } from "./tool.ts";
import { unitAt } from "./utf8.ts";

/** tac(1), GNU coreutils: src/tac.c; the separator stands after what it ends. */
export const tac = tool({
  options: {
    before: { short: "b", long: "before", refused: "separators in front are not emulated" },
    regex: { short: "r", long: "regex", refused: "patterns as separators are not emulated" },
    separator: { short: "s", long: "separator", value: "required" },
    ...standardOptions,
  },
  run: buffered(async (io, { value, operands }) => {
    const given = value("separator");
    const separator = given === "" ? "\0" : (given ?? "\n");
    await eachInput(
      io,
      operands,
      async (file) => {
        const lines = new Lines(io.proc, file, separator);
        const all: string[] = [];
        let size = 0;
        for (let batch = await lines.batch(); batch !== undefined; batch = await lines.batch())
          for (const line of batch) {
            size += line.length;
            all.push(line + separator);
          }
        if (size > limits.heldText) throw new Refusal(io.name, "so long a text is not held in memory");
        if (lines.unterminated) all.push(all.pop()!.slice(0, -separator.length));
        while (all.length > 0) await io.put(all.pop()!);
      },
      (name, { code, message }) =>
        code === "EISDIR"
          ? `${io.quotef(name)}: read error: Invalid argument`
          : `failed to open ${io.quoteaf(name)} for reading: ${message}`,
    );
    return io.failed ? 1 : 0;
  }),
});

const text = "its text belongs to the version in the image";

/** rev(1), util-linux: characters of each line in reverse. */
export const rev = tool({
  options: {
    help: { short: "h", long: "help", refused: text },
    version: { short: "V", long: "version", refused: text },
  },
  run: buffered(async (io, { operands }) => {
    const reversed = (line: string): string => {
      if (!/[\x80-\xff]/.test(line)) return [...line].reverse().join("");
      if (!io.utf8) throw new Refusal(io.name, "of bytes that are no ASCII is not emulated in the C locale");
      const chars: string[] = [];
      for (let at = 0; at < line.length; at += chars.at(-1)!.length) chars.push(unitAt(line, at).bytes);
      if (chars.some((char) => /^[\x80-\xff]$/.test(char)))
        throw new Refusal(io.name, "of text that is no UTF-8 is not emulated");
      return chars.reverse().join("");
    };
    await eachInput(
      io,
      operands,
      async (file) => {
        const lines = new Lines(io.proc, file);
        for (let batch = await lines.batch(); batch !== undefined; batch = await lines.batch())
          await io.put(batch.map(reversed).join("\n") + (lines.unterminated ? "" : "\n"));
      },
      (name, { message }) => `cannot open ${name}: ${message}`,
    );
    return io.failed ? 1 : 0;
  }),
});
