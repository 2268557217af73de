import { chunks } from "../input.ts";
import { applet } from "./applet.ts";

const columns = ["lines", "words", "chars", "bytes", "width"] as const;
type Counts = Record<(typeof columns)[number], number>;

/** busybox's wc: coreutils/wc.c; words are of ASCII. */
export const wc = applet({
  options: {
    lines: { short: "l" },
    words: { short: "w" },
    chars: { short: "m", refused: "what a character is depends on how busybox was built" },
    bytes: { short: "c" },
    width: { short: "L" },
  },
  run: async (self, { has, operands }) => {
    const asked = columns.filter((column) => has(column));
    const shown = asked.length === 0 ? (["lines", "words", "bytes"] as const) : asked;
    const single = shown.length === 1 && operands.length < 2;
    const row = (counts: Counts, name: string | undefined) =>
      `${shown.map((column) => (single ? String(counts[column]) : String(counts[column]).padStart(9))).join(" ")}${name === undefined ? "" : ` ${name}`}\n`;
    const total: Counts = { lines: 0, words: 0, chars: 0, bytes: 0, width: 0 };
    await self.each(operands, async (file, name) => {
      const counter = new Counter();
      for await (const bytes of chunks(self.proc, file)) counter.add(bytes);
      const counts = counter.end();
      for (const column of columns)
        total[column] = column === "width" ? Math.max(total.width, counts.width) : total[column] + counts[column];
      await self.io.put(row(counts, operands.length === 0 ? undefined : name));
    });
    if (operands.length > 1) await self.io.put(row(total, "total"));
    return self.failed ? 1 : 0;
  },
});

class Counter {
  readonly #counts: Counts = { lines: 0, words: 0, chars: 0, bytes: 0, width: 0 };
  #column = 0;
  #inWord = false;

  add(bytes: Uint8Array): void {
    const counts = this.#counts;
    counts.bytes += bytes.length;
    for (const byte of bytes) {
      if (byte > 32 && byte < 127) {
        this.#column++;
        this.#inWord = true;
      } else if (byte === 32 || (byte >= 9 && byte <= 13)) this.#space(byte);
    }
  }

  #space(byte: number): void {
    if (byte === 32) this.#column++;
    else if (byte === 9) this.#column = (this.#column | 7) + 1;
    else {
      this.#endLine();
      if (byte === 10) this.#counts.lines++;
      if (byte !== 11) this.#column = 0;
    }
    this.#endWord();
  }

  #endLine(): void {
    this.#counts.width = Math.max(this.#counts.width, this.#column);
  }

  #endWord(): void {
    if (this.#inWord) this.#counts.words++;
    this.#inWord = false;
  }

  end(): Counts {
    this.#endLine();
    this.#endWord();
    return this.#counts;
  }
}
