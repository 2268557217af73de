import { type ParsedInteger, parseInteger } from "../c-format/parse-integer.ts";
import { parseReal } from "../c-format/parse-real.ts";
import type { Real, RealFormat } from "../c-format/real.ts";
import type { Stdio } from "../stdio.ts";
import { unitAt } from "../utf8.ts";

const intMax = 2n ** 31n - 1n;

/** What is left for a format to take: where nothing is, it takes empty words. */
export class Arguments {
  readonly #io: Stdio;
  readonly #words: readonly string[];
  used = 0;

  constructor(io: Stdio, words: readonly string[]) {
    this.#io = io;
    this.#words = words;
  }

  get left(): boolean {
    return this.used < this.#words.length;
  }

  next(): string {
    return this.left ? this.#words[this.used++]! : "";
  }

  signed = (): Promise<bigint> => this.#integer(this.next(), true);
  unsigned = (): Promise<bigint> => this.#integer(this.next(), false);

  async fieldWidth(): Promise<number> {
    if (!this.left) return 0;
    const text = this.next();
    const width = await this.#integer(text, true);
    if (width < -intMax - 1n || width > intMax) await this.#io.die(`invalid field width: ${this.#io.quote(text)}`);
    return Number(width);
  }

  /** A negative one counts as none. */
  async precision(): Promise<number | undefined> {
    if (!this.left) return 0;
    const text = this.next();
    const precision = await this.#integer(text, true);
    if (precision > intMax) await this.#io.die(`invalid precision: ${this.#io.quote(text)}`);
    return precision < 0n ? undefined : Number(precision);
  }

  async real(format: RealFormat): Promise<Real> {
    const text = this.next();
    const character = await this.#character(text);
    if (character !== undefined) return { kind: "finite", negative: false, mantissa: BigInt(character), exponent: 0 };
    const parsed = parseReal(text, format);
    await this.#check(text, parsed);
    return parsed.real;
  }

  async #integer(text: string, signed: boolean): Promise<bigint> {
    const character = await this.#character(text);
    if (character !== undefined) return BigInt(character);
    const parsed = parseInteger(text, signed);
    await this.#check(text, parsed);
    return parsed.value;
  }

  /** The code of the character after a quote. */
  async #character(text: string): Promise<number | undefined> {
    if (!/^["'][^]/.test(text)) return undefined;
    const unit = this.#io.utf8 && text.length > 2 ? unitAt(text, 1).bytes : text[1]!;
    const code = unit.length > 1 ? Buffer.from(unit, "latin1").toString("utf8").codePointAt(0)! : unit.charCodeAt(0);
    const rest = text.slice(1 + unit.length);
    if (rest !== "" && !this.#io.proc.env.has("POSIXLY_CORRECT")) {
      await this.#io.flush();
      await this.#io.proc.err(
        `${this.#io.name}: warning: ${rest}: character(s) following character constant have been ignored\n`,
      );
    }
    return code;
  }

  /** verify_numeric: complains, and goes on with what was understood. */
  async #check(text: string, { length, range }: Pick<ParsedInteger, "length" | "range">): Promise<void> {
    const word = this.#io.quote(text);
    if (range) await this.#io.complain(`${word}: Numerical result out of range`);
    else if (length === 0 && text !== "") await this.#io.complain(`${word}: expected a numeric value`);
    else if (length < text.length) await this.#io.complain(`${word}: value not completely converted`);
  }
}
