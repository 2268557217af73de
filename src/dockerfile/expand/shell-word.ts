import { limits } from "../../limits.ts";
import type { Escape } from "../syntax.ts";
import { checkSize, LexFailure, unknownForm } from "./failure.ts";
import { replace, trimPrefix, trimSuffix } from "./pattern.ts";
import { WordBuffer } from "./word-buffer.ts";

/** The value of a variable, undefined where it is unset. `handled`: the word says what to do then (:- - :+ + :? ?). */
export type Getter = (name: string, handled: boolean) => string | undefined;

export interface ReadOptions {
  readonly escape: Escape;
  /** Quotes stay in the result. */
  readonly rawQuotes?: boolean;
  /** Escape characters stay in the result. */
  readonly rawEscapes?: boolean;
  /** Quotes are ordinary characters (the lines of a heredoc). */
  readonly plainQuotes?: boolean;
  /** Variables that are unset stay as they are written. */
  readonly skipUnset?: boolean;
}

export interface ReadWord {
  readonly text: string;
  /** The result split at blanks that are neither quoted nor escaped. */
  readonly words: readonly string[];
}

const special = "@*#?-$!0";

/**
 * Expands one word, as BuildKit's shell/lex.go does, quirks included. Time is linear in the word, plus what
 * patterns need (see pattern.ts), which is limited. Nesting and the size of the result are limited.
 */
export class ShellWord {
  readonly #source: string;
  readonly #get: Getter;
  readonly #options: ReadOptions;
  readonly #words = new WordBuffer();
  #at = 0;
  #depth = 0;
  #work = 0;
  #rawEscapes: boolean;

  constructor(source: string, get: Getter, options: ReadOptions) {
    // Go's text/scanner drops a byte order mark.
    this.#source = source.startsWith("\ufeff") ? source.slice(1) : source;
    this.#get = (name, handled) => {
      const value = get(name, handled);
      this.#spend(value?.length ?? 0);
      return value;
    };
    this.#options = options;
    this.#rawEscapes = options.rawEscapes ?? false;
  }

  /** May be called once. Throws LexFailure. */
  read(): ReadWord {
    return this.#readUntil(undefined, this.#rawEscapes, false);
  }

  /** @param keepPatternEscapes doubles escapes in quotes, since the pattern is read again. */
  #readUntil(stop: string | undefined, rawEscapes: boolean, keepPatternEscapes: boolean): ReadWord {
    if (++this.#depth > limits.expansionDepth) throw new LexFailure(`more than ${limits.expansionDepth} nested \${…}`);
    const outer = this.#rawEscapes;
    this.#rawEscapes = rawEscapes;
    const words = this.#words.begin();
    let text = "";
    for (let next = this.#peek(); next !== undefined; next = this.#peek()) {
      if (next === stop) {
        this.#at++;
        this.#rawEscapes = outer;
        this.#depth--;
        return { text, words: words.end() };
      }
      text += this.#readPart(next, words, keepPatternEscapes);
      checkSize(text);
    }
    if (stop !== undefined) throw new LexFailure(`unexpected end while looking for ${stop}`);
    return { text, words: words.end() };
  }

  #readPart(next: string, words: ReturnType<WordBuffer["begin"]>, keepPatternEscapes: boolean): string {
    if (next === "$") {
      const value = this.#readDollar();
      words.addSplit(value);
      return value;
    }
    const quotes = !this.#options.plainQuotes && (next === "'" || next === '"');
    if (quotes || next === "<") {
      const text =
        next === "<"
          ? this.#readAngle()
          : next === "'"
            ? this.#readSingle(keepPatternEscapes)
            : this.#readDouble(keepPatternEscapes);
      words.addWhole(text);
      return text;
    }
    this.#at++;
    if (next !== this.#options.escape) {
      words.addSplit(next);
      return next;
    }
    const kept = this.#rawEscapes ? next : "";
    const escaped = this.#peek() === undefined ? "" : this.#take();
    if (kept + escaped !== "") words.addWhole(kept + escaped);
    return kept + escaped;
  }

  #readSingle(keepPatternEscapes: boolean): string {
    const quote = this.#options.rawQuotes ? "'" : "";
    const end = this.#source.indexOf("'", this.#at + 1);
    if (end === -1) throw new LexFailure("a single quote is not closed");
    const inside = this.#source.slice(this.#at + 1, end);
    this.#at = end + 1;
    const { escape } = this.#options;
    return quote + (keepPatternEscapes ? inside.replaceAll(escape, escape + escape) : inside) + quote;
  }

  #readDouble(keepPatternEscapes: boolean): string {
    const { escape, rawQuotes = false } = this.#options;
    let text = rawQuotes ? '"' : "";
    this.#at++;
    for (let next = this.#peek(); next !== '"'; next = this.#peek()) {
      if (next === undefined) throw new LexFailure("a double quote is not closed");
      checkSize(text);
      if (next === "$") text += this.#readDollar();
      else if (this.#take() !== escape) text += next;
      else text += this.#escapedInDouble(this.#rawEscapes, this.#rawEscapes && (!rawQuotes || keepPatternEscapes));
    }
    this.#at++;
    return rawQuotes ? `${text}"` : text;
  }

  /** After an escape character in double quotes: it works before a quote, $ and itself, else it stays. */
  #escapedInDouble(raw: boolean, doubled: boolean): string {
    const { escape } = this.#options;
    const next = this.#peek();
    if (next === undefined) return "";
    if (next !== '"' && next !== "$" && next !== escape) return doubled ? escape + escape : escape;
    return (raw ? escape : "") + this.#take();
  }

  /** `<`, or `<<` with the blanks behind it, which belong to the same word. */
  #readAngle(): string {
    const start = this.#at++;
    if (this.#peek() !== "<") return "<";
    this.#at++;
    while (/[\t\r ]/.test(this.#peek() ?? "")) this.#at++;
    return this.#source.slice(start, this.#at);
  }

  #readDollar(): string {
    this.#at++;
    if (this.#peek() !== "{") {
      const name = this.#readName();
      if (name === "") return "$";
      return this.#get(name, false) ?? (this.#options.skipUnset ? `$${name}` : "");
    }
    this.#at++;
    const next = this.#peek();
    if (next === undefined) throw new LexFailure("a } is missing");
    if (next === "{" || next === "}" || next === ":") throw new LexFailure(`bad substitution: \${${next}`);
    return this.#readBraces(this.#readName());
  }

  /** What follows the name in ${name…}. */
  #readBraces(name: string): string {
    const modifier = this.#take();
    if (modifier === "}") return this.#get(name, false) ?? (this.#options.skipUnset ? `\${${name}}` : "");
    if (modifier === "/") return this.#replace(name);
    const colon = modifier === ":";
    const operator = colon ? this.#take() : modifier;
    if (!colon && !/^[-+?#%]$/.test(operator)) throw unknownForm(name, operator);
    const pattern = operator === "#" || operator === "%";
    if (colon && pattern) throw unknownForm(name, `:${operator}`);
    const word = this.#readUntil("}", pattern, pattern).text;
    const value = this.#get(name, !pattern);
    if (this.#options.skipUnset && value === undefined) return `\${${name}${colon ? ":" : ""}${operator}${word}}`;
    return this.#apply(operator, { name, word, value, given: value !== undefined && !(colon && value === "") });
  }

  #apply(
    operator: string,
    { name, word, value = "", given }: { name: string; word: string; value: string | undefined; given: boolean },
  ): string {
    switch (operator) {
      case "-":
        return given ? value : word;
      case "+":
        return given ? word : "";
      case "?":
        if (given) return value;
        throw new LexFailure(`${name}: ${word || "must be set, and is not"}`, true);
      case "#":
      case "%": {
        const longest = word.startsWith(operator);
        this.#spend(value.length * word.length);
        const trim = operator === "#" ? trimPrefix : trimSuffix;
        return trim(value, longest ? word.slice(1) : word, longest);
      }
      default:
        throw unknownForm(name, `:${operator}`);
    }
  }

  #replace(name: string): string {
    const all = this.#peek() === "/";
    if (all) this.#at++;
    const pattern = this.#readUntil("/", true, true).text;
    const replacement = this.#readUntil("}", true, false).text;
    const value = this.#get(name, false);
    if (value === undefined && this.#options.skipUnset) return `\${${name}/${pattern}/${replacement}}`;
    this.#spend((value ?? "").length * pattern.length);
    return replace(value ?? "", pattern, replacement, all);
  }

  /** A short word can name a long value ten thousand times. */
  #spend(work: number): void {
    this.#work += work;
    if (this.#work > limits.expansionWork) throw new LexFailure("its patterns and values are too long to be matched");
  }

  /** Letters, digits and _; or digits alone; or one special parameter. May be empty. */
  #readName(): string {
    const rest = /\p{Nd}+|[\p{L}_][\p{L}\p{Nd}_]*/uy;
    rest.lastIndex = this.#at;
    const name = rest.exec(this.#source)?.[0] ?? this.#specialName();
    this.#at += name.length;
    return name;
  }

  #specialName(): string {
    const next = this.#peek();
    return next !== undefined && special.includes(next) ? next : "";
  }

  #peek(): string | undefined {
    return this.#source[this.#at];
  }

  /** The next character; "" at the end. */
  #take(): string {
    const next = this.#source[this.#at] ?? "";
    this.#at += next.length;
    return next;
  }
}
