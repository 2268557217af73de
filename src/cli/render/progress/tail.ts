/** The last lines of a stream that comes in pieces. Holds at most `keep` lines of 1,000 characters. */
export class Tail {
  readonly #keep: number;
  readonly #lines: string[] = [];
  #open = "";

  constructor(keep: number) {
    this.#keep = keep;
  }

  /** Takes a piece and gives the lines that it completed. */
  push(text: string): readonly string[] {
    const parts = (this.#open + text).split("\n");
    this.#open = (parts.pop() ?? "").slice(-1000);
    // A carriage return starts the line anew, as progress bars do.
    const done = parts.map((line) => line.replace(/\r$/, "").replace(/^.*\r/, "").slice(0, 1000));
    this.#lines.push(...done.slice(-this.#keep));
    this.#lines.splice(0, this.#lines.length - this.#keep);
    return done;
  }

  /** What is there without a line end. */
  rest(): readonly string[] {
    return this.#open === "" ? [] : [this.#open];
  }

  lines(): readonly string[] {
    return [...this.#lines, ...this.rest()];
  }

  last(): string {
    return (
      this.lines()
        .at(-1)
        ?.replace(/^.*\r(?=.)/, "") ?? ""
    );
  }
}
