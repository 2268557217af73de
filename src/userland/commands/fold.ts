import { eachInput } from "./input.ts";
import { Lines } from "./lines.ts";
import { numberOrDie } from "./number-with-suffix.ts";
import { Misuse, type Word } from "./options.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered } from "./stdio.ts";
import { tool } from "./tool.ts";

/** fold(1), GNU coreutils 9.1: src/fold.c, where every byte is a column. */
export const fold = tool({
  options: {
    bytes: { short: "b", long: "bytes" },
    spaces: { short: "s", long: "spaces" },
    width: { short: "w", long: "width", value: "required" },
    ...standardOptions,
  },
  rewrite: (words: readonly Word[]) =>
    words.map((word) => (word !== undefined && /^-\d+$/.test(word) ? `-w${word.slice(1)}` : word)),
  run: buffered(async (io, { has, values, operands }) => {
    let width = 80;
    for (const text of values("width"))
      width = Number(await numberOrDie(io, text, "invalid number of columns", { min: 1n, max: 2n ** 64n - 10n }));
    if (width < 1) throw new Misuse("invalid number of columns");
    const folded = folder(width, has("bytes"), has("spaces"));
    await eachInput(io, operands, async (file) => {
      const lines = new Lines(io.proc, file);
      for (let batch = await lines.batch(); batch !== undefined; batch = await lines.batch())
        await io.put(batch.map(folded).join("\n") + (lines.unterminated ? "" : "\n"));
    });
    return io.failed ? 1 : 0;
  }),
});

const next = (column: number, char: string, bytes: boolean): number => {
  if (bytes) return column + 1;
  if (char === "\b") return Math.max(0, column - 1);
  if (char === "\r") return 0;
  return char === "\t" ? column + 8 - (column % 8) : column + 1;
};

const folder =
  (width: number, bytes: boolean, spaces: boolean) =>
  (line: string): string => {
    const pieces: string[] = [];
    let piece = "";
    let column = 0;
    for (let at = 0; at < line.length; at++) {
      const char = line[at]!;
      column = next(column, char, bytes);
      if (column <= width || piece === "") {
        piece += char;
        continue;
      }
      const blank = spaces ? Math.max(piece.lastIndexOf(" "), piece.lastIndexOf("\t")) : -1;
      const cut = blank < 0 ? piece.length : blank + 1;
      pieces.push(piece.slice(0, cut));
      piece = piece.slice(cut);
      column = 0;
      for (const kept of piece) column = next(column, kept, bytes);
      // The same character again, on a line of its own.
      at--;
    }
    return [...pieces, piece].join("\n");
  };
