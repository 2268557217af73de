import { type Conversion, formatInteger, formatText } from "../c-format/conversion.ts";
import { formatReal } from "../c-format/format-real.ts";
import { longDouble } from "../c-format/long-double.ts";
import { quoteIn } from "../quote.ts";
import type { Stdio } from "../stdio.ts";
import { Arguments } from "./arguments.ts";
import { escapeAt } from "./escape.ts";

/** Letters that a flag forbids. */
const forbidden: Readonly<Record<string, string>> = {
  "'": "aAceEosxX",
  I: "aAceEosxX",
  "#": "cdisu",
  "0": "cs",
  ".": "c",
};

/** The format of printf(1): printed once for as many arguments as it takes, and anew while there are any. */
export class Format {
  readonly #io: Stdio;
  readonly #text: string;

  constructor(io: Stdio, text: string) {
    this.#io = io;
    this.#text = text;
  }

  /** How many arguments it took; "end" after \c. */
  async print(words: readonly string[]): Promise<number | "end"> {
    const args = new Arguments(this.#io, words);
    const text = this.#text;
    for (let at = 0; at < text.length;) {
      const plain = /[^%\\]*/y;
      plain.lastIndex = at;
      const run = plain.exec(text)![0];
      if (run !== "") await this.#io.put(run);
      at += run.length;
      if (at >= text.length) break;
      if (text[at] === "\\") {
        const escape = await escapeAt(this.#io, text, at, false);
        await this.#io.put(escape.text);
        if (escape.ends) return "end";
        at += escape.length;
      } else {
        const length = await this.#directive(at, args);
        if (length === "end") return "end";
        at += length;
      }
    }
    return args.used;
  }

  async #directive(start: number, args: Arguments): Promise<number | "end"> {
    const io = this.#io;
    switch (this.#text[start + 1]) {
      case "%":
        await io.put("%");
        return 2;
      case "b":
        return (await this.#escaped(args)) ? 2 : "end";
      case "q":
        if (args.left) await io.put(quoteIn("shell-escape", args.next(), io));
        return 2;
    }
    const [all, flags, width, precision] = /%(['I\-+ #0]*)(\*|\d*)((?:\.(?:\*|\d*))?)[lLhjtz]*/y.exec(
      this.#text.slice(start),
    )! as unknown as [string, string, string, string];
    const conversion: Conversion = await this.#conversion(flags, width, precision, args);
    const letter = this.#text[start + all.length] ?? "";
    const bans = [...flags, ...(precision === "" ? "" : ".")].map((flag) => forbidden[flag] ?? "").join("");
    if (letter === "" || !"aAcdeEfFgGiosuxX".includes(letter) || bans.includes(letter))
      await io.die(`${all}${letter}: invalid conversion specification`);
    await io.put(await this.#convert(conversion, letter, args));
    return all.length + 1;
  }

  async #conversion(flags: string, width: string, precision: string, args: Arguments): Promise<Conversion> {
    const given = width === "*" ? await args.fieldWidth() : Number(width);
    const exact =
      precision === ".*" ? await args.precision() : precision === "" ? undefined : Number(precision.slice(1));
    return {
      left: flags.includes("-") || given < 0,
      plus: flags.includes("+"),
      space: flags.includes(" "),
      alternate: flags.includes("#"),
      zero: flags.includes("0"),
      width: Math.abs(given),
      precision: exact,
    };
  }

  async #convert(conversion: Conversion, letter: string, args: Arguments): Promise<string> {
    if (letter === "s") return formatText(conversion, args.next());
    if (letter === "c") return formatText(conversion, args.next().slice(0, 1) || "\0");
    if (letter === "d" || letter === "i") return formatInteger(conversion, letter, await args.signed());
    if ("ouxX".includes(letter)) return formatInteger(conversion, letter, await args.unsigned());
    const format = longDouble(this.#io.proc.machine.platform);
    return formatReal(conversion, letter, await args.real(format), format);
  }

  /** %b: whether no \c ended all. */
  async #escaped(args: Arguments): Promise<boolean> {
    if (!args.left) return true;
    const text = args.next();
    for (let at = 0; at < text.length;) {
      if (text[at] !== "\\") {
        await this.#io.put(text[at++]!);
        continue;
      }
      const escape = await escapeAt(this.#io, text, at, true);
      await this.#io.put(escape.text);
      if (escape.ends) return false;
      at += escape.length;
    }
    return true;
  }
}
