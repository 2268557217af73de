import { type Conversion, formatInteger, formatText } from "../../commands/c-format/conversion.ts";
import { formatReal } from "../../commands/c-format/format-real.ts";
import { parseInteger } from "../../commands/c-format/parse-integer.ts";
import { parseReal } from "../../commands/c-format/parse-real.ts";
import { double, type Real } from "../../commands/c-format/real.ts";
import { Refusal } from "../../kernel/refusal.ts";
import type { Builtin, Shell } from "../shell.ts";
import { ShellError } from "../state/failure.ts";
import { escapeAt, unescape } from "./escapes.ts";
import { parseWords } from "./words.ts";

/** The arguments of a printf, taken one by one; there are always more, empty ones. */
class Arguments {
  readonly #shell: Shell;
  readonly #words: readonly string[];
  #at = 0;
  status = 0;

  constructor(shell: Shell, words: readonly string[]) {
    this.#shell = shell;
    this.#words = words;
  }

  get used(): boolean {
    return this.#at > 0;
  }

  get left(): boolean {
    return this.#at < this.#words.length;
  }

  text(): string | undefined {
    return this.#words[this.#at++];
  }

  async integer(signed: boolean): Promise<bigint> {
    const text = this.text();
    if (text === undefined) return 0n;
    if (/^["']/.test(text)) return BigInt(text.charCodeAt(1) || 0);
    const { value, length, range } = parseInteger(text, signed);
    await this.#check(text, length, range);
    return value;
  }

  async real(): Promise<Real> {
    const text = this.text() ?? "0";
    if (/^["']/.test(text)) return parseReal(String(text.charCodeAt(1) || 0), double).real;
    const { real, length, range } = parseReal(text, double);
    await this.#check(text, length, range);
    return real;
  }

  async #check(text: string, length: number, range: boolean): Promise<void> {
    const rest = text.slice(length) !== "";
    if (!rest && !range) return;
    const why = rest
      ? length === 0
        ? "expected numeric value"
        : "not completely converted"
      : "Numerical result out of range";
    await this.#shell.warn(`${text}: ${why}`);
    this.status = 1;
  }
}

/** printf (dash: src/bltin/printf.c). */
export const printf: Builtin = {
  async run(shell, args) {
    const [format, ...words] = parseWords(args, "").operands;
    if (format === undefined) throw new ShellError("usage: printf format [arg ...]");
    const values = new Arguments(shell, words);
    do {
      const pause = shell.proc.breathe();
      if (pause) await pause;
      if (await print(shell, format, values)) break;
    } while (values.used && values.left);
    return values.status;
  },
};

/** Prints the format once; true after \c, which ends all. */
async function print(shell: Shell, format: string, values: Arguments): Promise<boolean> {
  for (let at = 0; at < format.length;) {
    const plain = /[^%\\]+/y;
    plain.lastIndex = at;
    const run = plain.exec(format)?.[0];
    if (run !== undefined) {
      shell.print(run);
      at += run.length;
    } else if (format[at] === "\\") {
      const escape = escapeAt(format, at + 1);
      shell.print(escape.text);
      at += 1 + escape.length;
    } else if (format[at + 1] === "%") {
      shell.print("%");
      at += 2;
    } else {
      const { length, ended } = await convert(shell, format.slice(at), values);
      if (ended) return true;
      at += length;
    }
  }
  return false;
}

async function convert(shell: Shell, text: string, values: Arguments): Promise<{ length: number; ended: boolean }> {
  const [all, flags, width, precision] = /^%([-#+ 0]*)(\*|[*\d]*)(\.(?:\*|[*\d]*)|)/.exec(text) as unknown as [
    string,
    string,
    string,
    string,
  ];
  if (/[*].|\d\*/.test(width) || /\.\*.|\d\*/.test(precision)) throw new Refusal(`printf ${all}`, "means nothing by C");
  const given = width === "*" ? Number(BigInt.asIntN(32, await values.integer(true))) : Number(width);
  const exact = precision === ".*" ? Number(BigInt.asIntN(32, await values.integer(true))) : Number(precision.slice(1));
  const letter = text[all.length];
  if (letter === undefined) throw new ShellError("missing format character");
  const conversion: Conversion = {
    left: flags.includes("-") || given < 0,
    plus: flags.includes("+"),
    space: flags.includes(" "),
    alternate: flags.includes("#"),
    zero: flags.includes("0"),
    width: Math.abs(given),
    precision: precision === "" || exact < 0 ? undefined : exact,
  };
  const length = all.length + 1;
  if (letter === "b") {
    const { text: value, ended } = unescape(values.text() ?? "");
    shell.print(formatText(conversion, value));
    return { length, ended };
  }
  shell.print(await formatted(all + letter, letter, conversion, values));
  return { length, ended: false };
}

async function formatted(written: string, letter: string, conversion: Conversion, values: Arguments): Promise<string> {
  if (letter === "c")
    return formatText({ ...conversion, precision: undefined }, (values.text() ?? "").slice(0, 1) || "\0");
  if (letter === "s") return formatText(conversion, values.text() ?? "");
  if (letter === "d" || letter === "i") return formatInteger(conversion, letter, await values.integer(true));
  if ("ouxX".includes(letter)) return formatInteger(conversion, letter, await values.integer(false));
  if ("aAeEfFgG".includes(letter)) return formatReal(conversion, letter, await values.real(), double);
  throw new ShellError(`${written}: invalid directive`);
}
