import { limits } from "../../../limits.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { byteOf, isQuoted, quoteMark } from "./marked.ts";

/** A character of a pattern, and whether it stands for itself whatever it is. */
interface PatternCharacter {
  readonly byte: string;
  readonly literal: boolean;
}

type Item =
  | { readonly type: "byte"; readonly byte: string }
  | { readonly type: "any" | "star" }
  | { readonly type: "set"; readonly inverted: boolean; readonly holds: (byte: string) => boolean };

/** A shell pattern, matched against bytes (POSIX 2.13; dash: pmatch() in src/expand.c, its rules for brackets). */
export interface Pattern {
  /** The text itself where nothing in it is special. */
  readonly literal: string | undefined;
  matches(text: string): boolean;
  /** Lengths of beginnings of `text` that match, shortest or longest first: the first that there is. */
  prefix(text: string, longest: boolean): number | undefined;
  suffix(text: string, longest: boolean): number | undefined;
}

export interface PatternRules {
  /** `[^…]` is `[!…]`: bash, busybox. */
  readonly caret?: boolean;
}

/** What a marked word is as a pattern: backslashes that no quotes made quote too. */
export function patternCharacters(marked: string): readonly PatternCharacter[] {
  const characters: PatternCharacter[] = [];
  for (let at = 0; at < marked.length; at++) {
    const character = marked[at]!;
    if (character === quoteMark) continue;
    if (character === "\\" && at + 1 < marked.length) {
      let next = marked[++at]!;
      while (next === quoteMark && at + 1 < marked.length) next = marked[++at]!;
      if (next !== quoteMark) characters.push({ byte: byteOf(next), literal: true });
    } else characters.push({ byte: byteOf(character), literal: isQuoted(character) });
  }
  return characters;
}

export function compilePattern(marked: string, rules: PatternRules = {}): Pattern {
  return patternOf(patternCharacters(marked), rules);
}

export function patternOf(characters: readonly PatternCharacter[], rules: PatternRules = {}): Pattern {
  const items: Item[] = [];
  for (let at = 0; at < characters.length;) {
    const { byte, literal } = characters[at]!;
    const set = !literal && byte === "[" ? readSet(characters, at + 1, rules) : undefined;
    if (set !== undefined) {
      items.push(set.item);
      at = set.end;
      continue;
    }
    if (!literal && byte === "*") items.push({ type: "star" });
    else if (!literal && byte === "?") items.push({ type: "any" });
    else items.push({ type: "byte", byte });
    at++;
  }
  return new Compiled(items);
}

class Compiled implements Pattern {
  readonly #items: readonly Item[];
  readonly literal: string | undefined;

  constructor(items: readonly Item[]) {
    this.#items = items;
    this.literal = items.every((item) => item.type === "byte") ? items.map((item) => item.byte).join("") : undefined;
  }

  matches(text: string): boolean {
    return this.literal === undefined ? this.#match(text, 0, text.length, { steps: 0 }) : text === this.literal;
  }

  prefix(text: string, longest: boolean): number | undefined {
    const work = { steps: 0 };
    if (this.literal !== undefined) return text.startsWith(this.literal) ? this.literal.length : undefined;
    for (let at = 0; at <= text.length; at++) {
      const length = longest ? text.length - at : at;
      if (this.#match(text, 0, length, work)) return length;
    }
    return undefined;
  }

  suffix(text: string, longest: boolean): number | undefined {
    const work = { steps: 0 };
    if (this.literal !== undefined) return text.endsWith(this.literal) ? this.literal.length : undefined;
    for (let at = 0; at <= text.length; at++) {
      const start = longest ? at : text.length - at;
      if (this.#match(text, start, text.length, work)) return text.length - start;
    }
    return undefined;
  }

  /** Goes back to the last star only, which is enough: what lies before it has matched as little as it can. */
  #match(text: string, start: number, end: number, work: { steps: number }): boolean {
    const items = this.#items;
    let at = start;
    let item = 0;
    let star = -1;
    let resume = 0;
    while (at < end || item < items.length) {
      if (++work.steps > limits.expansionWork) throw new Refusal("pattern", "takes too long to match");
      const wanted = items[item];
      if (wanted?.type === "star") {
        star = item++;
        resume = at;
      } else if (wanted !== undefined && at < end && holds(wanted, text[at]!)) {
        item++;
        at++;
      } else if (star >= 0 && resume < end) {
        item = star + 1;
        at = ++resume;
      } else return false;
    }
    return true;
  }
}

function holds(item: Item, byte: string): boolean {
  if (item.type === "byte") return item.byte === byte;
  return item.type === "any" || (item.type === "set" && item.holds(byte) !== item.inverted);
}

/** undefined where no `]` closes it: the `[` is plain then. */
function readSet(
  characters: readonly PatternCharacter[],
  start: number,
  { caret = false }: PatternRules,
): { item: Item; end: number } | undefined {
  let at = start;
  const isRaw = (index: number, byte: string) => characters[index]?.byte === byte && !characters[index].literal;
  const inverted = isRaw(at, "!") || (caret && isRaw(at, "^"));
  if (inverted) at++;
  const tests: ((byte: string) => boolean)[] = [];
  do {
    const first = characters[at];
    if (first === undefined) return undefined;
    const named = isRaw(at, "[") ? readClass(characters, at + 1) : undefined;
    if (named !== undefined) {
      tests.push(named.test);
      at = named.end;
    } else if (isRaw(at + 1, "-") && characters[at + 2] !== undefined && !isRaw(at + 2, "]")) {
      const low = signed(first.byte);
      const high = signed(characters[at + 2]!.byte);
      tests.push((byte) => signed(byte) >= low && signed(byte) <= high);
      at += 3;
    } else {
      tests.push((byte) => byte === first.byte);
      at++;
    }
  } while (!isRaw(at, "]"));
  return { item: { type: "set", inverted, holds: (byte) => tests.some((test) => test(byte)) }, end: at + 1 };
}

/** As C compares char on amd64. */
const signed = (byte: string): number => (byte.charCodeAt(0) << 24) >> 24;

/** POSIX classes in the C locale, which dash never leaves. */
const classes: Readonly<Record<string, RegExp>> = {
  alnum: /[A-Za-z0-9]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  cntrl: /[\0-\x1f\x7f]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t-\r]/,
  upper: /[A-Z]/,
  xdigit: /[A-Fa-f0-9]/,
};

function readClass(characters: readonly PatternCharacter[], start: number) {
  const text = characters
    .slice(start, start + 9)
    .map(({ byte, literal }) => (literal ? "\0" : byte))
    .join("");
  const name = /^:([a-z]+):\]/.exec(text)?.[1];
  const members = name === undefined ? undefined : classes[name];
  if (name === undefined || members === undefined) return undefined;
  return { test: (byte: string) => members.test(byte), end: start + name.length + 3 };
}
