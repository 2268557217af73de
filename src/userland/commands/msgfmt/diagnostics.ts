/** Ends msgfmt with status 1. What it says has been said. */
export class Fatal extends Error {}

export interface Position {
  readonly file: string;
  readonly line: number;
}

/**
 * What msgfmt says on its standard error (gettext 0.21: po-xerror.c, xerror.c, gnulib's error.c), in
 * order. Counts what makes it fail.
 */
export class Diagnostics {
  /** What the program is called by. */
  readonly name: string;
  #text: string[] = [];
  /** Since the last file was begun. */
  #errors = 0;
  #last: string | undefined;
  /** Columns that the lines after the first of a message are indented by. */
  #indent = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** What was said since the last call. */
  take(): string {
    const text = this.#text.join("");
    this.#text = [];
    return text;
  }

  begin(): void {
    this.#errors = 0;
  }

  get errors(): number {
    return this.#errors;
  }

  /** error(3): with the program's name. */
  error(text: string): void {
    this.#errors++;
    this.#text.push(`${this.name}: ${text}\n`);
  }

  fatal(text: string): never {
    this.error(text);
    throw new Fatal(text);
  }

  /** error_at_line(3), which says one thing of a line at most. */
  at({ file, line }: Position, text: string): void {
    const place = `${file}:${line}`;
    if (this.#last === place) return;
    this.#last = place;
    this.#errors++;
    this.#text.push(`${place}: ${text}\n`);
  }

  /** Something wrong with the text itself. Twenty are enough. */
  grammar(place: Position, text: string, column?: number): void {
    if (column === undefined) this.at(place, text);
    else {
      this.#errors++;
      this.#text.push(`${place.file}:${place.line}:${column}: ${text}\n`);
    }
    if (this.#errors >= 20) this.fatal("too many errors, aborting");
  }

  /** Two places of one error. */
  pair(first: Position, one: string, second: Position, two: string, more = ""): void {
    this.at(first, `${one}...`);
    if (more === "") this.at(second, `...${two}`);
    else this.lines(`${second.file}:${second.line}: `, `...${two}\n${more}`);
    this.#errors--;
  }

  /** Several lines, those after the first indented; each but the last ends in a newline, the last as it stands. */
  lines(prefix: string, text: string, severity: "warning" | "error" = "error"): void {
    this.#indent = prefix.length;
    if (severity === "error") this.#errors++;
    this.continued(text, prefix);
  }

  /** More lines, beneath those of the last `lines`. */
  continued(text: string, prefix = " ".repeat(this.#indent)): void {
    const rows = text.match(/[^\n]*\n|[^\n]+$/g) ?? [""];
    this.#text.push(rows.map((row, index) => (index === 0 ? prefix : " ".repeat(this.#indent)) + row).join(""));
  }
}
