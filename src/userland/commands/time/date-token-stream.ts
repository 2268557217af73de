import type { DateToken, Numeral } from "./date-tokens.ts";

/** The tokens of a date, one after the other, with a look at those to come. */
export class DateTokenStream {
  /** The next one's number. */
  at = 0;
  readonly #tokens: readonly DateToken[];

  constructor(tokens: readonly DateToken[]) {
    this.#tokens = tokens;
  }

  get done(): boolean {
    return this.at >= this.#tokens.length;
  }

  peek(ahead = 0): DateToken | undefined {
    return this.#tokens[this.at + ahead];
  }

  numeral(ahead: number, signed: boolean, fraction = false): Numeral | undefined {
    const token = this.peek(ahead);
    if (token?.kind !== "number" || token.signed !== signed) return undefined;
    return fraction || token.fraction === undefined ? token : undefined;
  }

  isMark(ahead: number, value: string): boolean {
    const token = this.peek(ahead);
    return token?.kind === "mark" && token.value === value;
  }

  mark(value: string): boolean {
    if (!this.isMark(0, value)) return false;
    this.at++;
    return true;
  }
}
