/** Keeps the last lines of what goes by, whatever the streams; memory does not grow. */
export class LastLines {
  #text = "";
  readonly #count: number;

  constructor(count: number) {
    this.#count = count;
  }

  add(text: string): void {
    this.#text = (this.#text + text).slice(-16_384);
  }

  get lines(): readonly string[] {
    return this.#text
      .split("\n")
      .map((line) => line.slice(line.lastIndexOf("\r", line.length - 2) + 1).trimEnd())
      .filter((line, i, all) => line !== "" || i < all.length - 1)
      .slice(-this.#count);
  }
}
