import { limits } from "../../../limits.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { last } from "../evaluate/flags.ts";
import { forkShell } from "../evaluate/fork.ts";
import type { Shell } from "../shell.ts";
import { ShellError } from "../state/failure.ts";
import type { ParameterExpansion, Part } from "../syntax/parts.ts";
import { arithmetic } from "./arithmetic.ts";
import { type Region, separator } from "./fields.ts";
import { plain, quote, quoteMark } from "./marked.ts";
import { compilePattern } from "./pattern.ts";
import { homeOf } from "./tilde.ts";

/** How a word is expanded (dash: the EXP_ flags of src/expand.h). */
export interface Mode {
  /** Fields will be looked for: `$@` and `$*` keep their parameters apart. */
  readonly split: boolean;
  readonly quoted: boolean;
  /** `~` at the beginning. */
  readonly tilde: boolean;
  /** `~` behind `=` and `:` too, as in an assignment. */
  readonly tildes: boolean;
  /** The word within `${x-word}`: its unquoted text is split like a value. */
  readonly word: boolean;
}

/** Expands the parts of one word into marked text, with the regions where fields are looked for. */
export class Expander {
  readonly #shell: Shell;
  text = "";
  regions: Region[] = [];

  constructor(shell: Shell) {
    this.#shell = shell;
  }

  async parts(parts: readonly Part[], mode: Mode): Promise<void> {
    let assigned = false;
    for (const [index, part] of parts.entries()) {
      if (part.type === "literal") {
        assigned = this.#literal(part.text, { mode, first: index === 0, last: index === parts.length - 1, assigned });
      } else if (part.type === "quoted") {
        const text = quote(part.text);
        this.text += part.marks ? quoteMark + text : text;
      } else if (part.type === "double") await this.#double(part.parts, mode);
      else if (part.type === "parameter") await this.#parameter(part, mode);
      else if (part.type === "command") await this.#command(part.body, mode);
      else await this.#arithmetic(part.parts, mode);
    }
  }

  /** Whether a `=` has been seen in it. */
  #literal(
    text: string,
    at: { readonly mode: Mode; readonly first: boolean; readonly last: boolean; readonly assigned: boolean },
  ): boolean {
    const { mode } = at;
    const start = this.text.length;
    let { assigned } = at;
    if (mode.quoted) this.text += quote(text);
    else if (!text.includes("~") || !(mode.tilde || mode.tildes)) this.text += text;
    else {
      // Only `~` at the beginning, and in an assignment behind the first = and each colon.
      const places = mode.tildes ? text.split(assigned ? /(:)/ : /(=|:)/) : [text];
      let behind = "";
      for (const [index, place] of places.entries()) {
        const begins = index === 0 ? at.first && mode.tilde : behind === ":" || (behind === "=" && !assigned);
        if (behind === "=") assigned = true;
        const ends = index < places.length - 1 || at.last;
        const home = begins && place.startsWith("~") ? this.#tilde(place, ends) : undefined;
        this.text += home ?? place;
        behind = place;
      }
    }
    if (mode.word && !mode.quoted && this.text.length > start) this.#region(start);
    return assigned || text.includes("=");
  }

  /** `~name` up to a slash or the end, if that is where the word ends too. */
  #tilde(text: string, ends: boolean): string | undefined {
    const slash = text.indexOf("/");
    if (slash < 0 && !ends) return undefined;
    const name = slash < 0 ? text.slice(1) : text.slice(1, slash);
    const home = homeOf(this.#shell, name);
    return home === undefined ? undefined : quote(home) + (slash < 0 ? "" : text.slice(slash));
  }

  async #double(parts: readonly Part[], mode: Mode): Promise<void> {
    // "$@" alone is no word at all where there are no parameters.
    const [only] = parts;
    const all = parts.length === 1 && only!.type === "parameter" && only!.name === "@" && only!.operator === "";
    if (!all) this.text += quoteMark;
    await this.parts(parts, { ...mode, quoted: true, tilde: false, tildes: false });
  }

  #region(start: number, separatorsOnly = false): void {
    this.regions.push({ start, end: this.text.length, separatorsOnly });
  }

  async #command(body: Parameters<typeof commandOutput>[1], mode: Mode): Promise<void> {
    const start = this.text.length;
    const output = await commandOutput(this.#shell, body);
    this.text += mode.quoted ? quote(output) : output;
    if (!mode.quoted) this.#region(start);
  }

  async #arithmetic(parts: readonly Part[], mode: Mode): Promise<void> {
    const start = this.text.length;
    const inner = new Expander(this.#shell);
    await inner.parts(parts, plainMode);
    const { variables } = this.#shell;
    const value = arithmetic(plain(inner.text), {
      get: (name) => variables.get(name),
      set: (name, text) => variables.set(name, text),
    });
    this.text += mode.quoted ? quote(String(value)) : String(value);
    if (!mode.quoted) this.#region(start);
  }

  async #parameter(part: ParameterExpansion, mode: Mode): Promise<void> {
    const { name, operator, nullToo } = part;
    if (operator === "bad") throw new ShellError("Bad substitution");
    const start = this.text.length;
    // The length of all parameters counts one separator between them, if there is any.
    const value = this.#value(name, operator === "length" ? plainMode : mode);
    const missing = value === undefined || (nullToo && value === "");
    if (operator === "+") {
      if (missing) this.#record(start, name, mode);
      else await this.parts(part.word, { ...mode, tilde: true, word: true });
      return;
    }
    if (missing && operator === "-") return this.parts(part.word, { ...mode, tilde: true, word: true });
    if (missing && (operator === "=" || operator === "?")) {
      const word = await this.#plainWord(part.word);
      if (operator === "?") throw unsetError(name, part.word.length === 0 ? undefined : word, nullToo);
      this.#shell.variables.set(name, word);
      this.#put(this.#value(name, mode) ?? "", mode);
      return this.#record(start, name, mode);
    }
    if (value === undefined && this.#shell.options.has("nounset")) throw unsetError(name);
    if (operator === "length") this.#put(String(value?.length ?? 0), mode);
    else if (value === undefined) return;
    else await this.#valueOf(value, part, mode);
    this.#record(start, name, mode);
  }

  async #valueOf(value: string, { name, operator, word }: ParameterExpansion, mode: Mode): Promise<void> {
    if (operator === "" || "-=?+".includes(operator)) {
      this.#put(value, mode);
      return;
    }
    if ((name === "@" || name === "*") && this.#shell.positional.parameters.length > 1)
      throw new Refusal(`\${${name}${operator}…}`, "is not defined for several parameters");
    const inner = new Expander(this.#shell);
    await inner.parts(word, { ...plainMode, tilde: true });
    const pattern = compilePattern(inner.text);
    const longest = operator.length === 2;
    if (operator.startsWith("#")) this.#put(value.slice(pattern.prefix(value, longest) ?? 0), mode);
    else this.#put(value.slice(0, value.length - (pattern.suffix(value, longest) ?? 0)), mode);
  }

  /** Unquoted, it is split; in quotes only "$@" is, into its parameters. */
  #record(start: number, name: string, mode: Mode): void {
    if (!mode.quoted) this.#region(start);
    else if (name === "@" && this.#shell.positional.parameters.length > 0) this.#region(start, true);
  }

  #put(value: string, mode: Mode): void {
    if (this.text.length + value.length > limits.shellWord)
      throw new Refusal("expansion", `makes a word of more than ${limits.shellWord} bytes`);
    if (!mode.quoted) this.text += value;
    // What separates parameters is never quoted.
    else if (value.includes(separator)) this.text += value.split(separator).map(quote).join(separator);
    else this.text += quote(value);
  }

  #value(name: string, mode: Mode): string | undefined {
    if (name !== "@" && name !== "*") return this.#shell.parameter(name);
    const { parameters } = this.#shell.positional;
    if (mode.quoted && mode.split && name === "@") return parameters.join(separator);
    const ifs = this.#shell.variables.get("IFS");
    if (mode.split && !mode.quoted) return parameters.join(ifs === undefined ? " " : separator);
    return parameters.join((ifs ?? " ").slice(0, 1));
  }

  async #plainWord(word: readonly Part[]): Promise<string> {
    const inner = new Expander(this.#shell);
    await inner.parts(word, { ...plainMode, tilde: true });
    return plain(inner.text);
  }
}

const plainMode: Mode = { split: false, quoted: false, tilde: false, tildes: false, word: false };

function unsetError(name: string, message?: string, nullToo = false): ShellError {
  return new ShellError(`${name}: ${message ?? `parameter not set${nullToo ? " or null" : ""}`}`);
}

/** What a command prints, without newlines at the end and without NULs; `undefined` is no command. */
async function commandOutput(shell: Shell, body: Extract<Part, { type: "command" }>["body"]): Promise<string> {
  if (body === undefined) return "";
  const { read, write } = shell.proc.pipe();
  const descriptors = new Map(shell.proc.descriptors).set(1, write);
  const child = forkShell(shell, (own) => own.interpreter.evaluate(own, body, last), descriptors);
  write.close();
  const parts: string[] = [];
  let length = 0;
  for (;;) {
    const bytes = await read.read(65_536);
    if (bytes.length === 0) break;
    length += bytes.length;
    if (length > limits.shellWord)
      throw new Refusal("$(…)", `yields more than ${limits.shellWord} bytes, which are held in memory`);
    parts.push(Buffer.from(bytes).toString("latin1"));
  }
  read.close();
  shell.substitutionStatus = await child.ended;
  return parts.join("").replaceAll("\0", "").replace(/\n+$/, "");
}
