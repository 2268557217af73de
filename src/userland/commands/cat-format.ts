export interface CatStyle {
  readonly nonblank: boolean;
  readonly number: boolean;
  readonly squeeze: boolean;
  readonly ends: boolean;
  readonly tabs: boolean;
  readonly nonprinting: boolean;
}

/** How `cat -v` shows each byte. */
const visible = Array.from({ length: 256 }, (_, byte) => {
  const meta = byte >= 128 ? "M-" : "";
  const low = byte & 127;
  if (byte === 9 || byte === 10) return String.fromCharCode(byte);
  if (low < 32) return `${meta}^${String.fromCharCode(low + 64)}`;
  return meta + (low === 127 ? "^?" : String.fromCharCode(low));
});

/** What cat makes of its input: one state over all files, as lines may go on from one to the next. */
export class CatFormat {
  readonly #style: CatStyle;
  #number = 0;
  #atStart = true;
  #blank = 0;
  /** A carriage return that -E shows as ^M if a newline follows. */
  #carriage = false;

  constructor(style: CatStyle) {
    this.#style = style;
  }

  show(text: string): string {
    const shown: string[] = [];
    let from = 0;
    for (let to = text.indexOf("\n"); to >= 0; to = text.indexOf("\n", from)) {
      this.#line(text.slice(from, to), shown);
      from = to + 1;
    }
    if (from < text.length) this.#start(text.slice(from), shown);
    return shown.join("");
  }

  /** What is still held back. */
  end(): string {
    return this.#carriage ? "\r" : "";
  }

  #line(line: string, shown: string[]): void {
    const { squeeze, number, nonblank, ends } = this.#style;
    if (line === "" && this.#atStart) {
      this.#blank++;
      if (squeeze && this.#blank > 1) return;
      if (number && !nonblank) shown.push(this.#next());
    } else this.#start(line, shown);
    if (this.#carriage) shown.push("^M");
    this.#carriage = false;
    shown.push(ends ? "$\n" : "\n");
    this.#atStart = true;
  }

  /** A piece of a line that has at least one byte, or comes to an end. */
  #start(piece: string, shown: string[]): void {
    const { number, nonprinting, tabs, ends } = this.#style;
    if (this.#carriage && piece !== "") {
      shown.push("\r");
      this.#carriage = false;
    }
    if (this.#atStart && number) shown.push(this.#next());
    this.#atStart = false;
    this.#blank = 0;
    this.#carriage ||= ends && !nonprinting && piece.endsWith("\r");
    const held = this.#carriage && piece !== "" ? piece.slice(0, -1) : piece;
    const seen = nonprinting ? Array.from(held, (byte) => visible[byte.charCodeAt(0)]).join("") : held;
    shown.push(tabs ? seen.replaceAll("\t", "^I") : seen);
  }

  #next(): string {
    return `${String(++this.#number).padStart(6)}\t`;
  }
}
