import { problem } from "../errors.ts";
import type { Word } from "../syntax.ts";

/** What --chmod says. `apply` gives the new mode (12 bits) of something that has the mode `old`. */
export type Chmod =
  | { readonly form: "octal"; readonly mode: number }
  | { readonly form: "symbolic"; readonly apply: (old: number, isDirectory: boolean) => number };

/** Reads an expanded --chmod: octal up to 7777, or symbolic as BSD's setmode(3) and BuildKit read it. */
export function parseChmod({ text, where }: Word): Chmod {
  if (/^[0-7]+$/.test(text) && Number.parseInt(text, 8) <= 0o7777)
    return { form: "octal", mode: Number.parseInt(text, 8) };
  const changes = /^\d/.test(text) ? undefined : readChanges(text);
  if (changes) return { form: "symbolic", apply: (old, isDirectory) => applyAll(changes, old, isDirectory) };
  throw problem("dockerfile/bad-mode", `--chmod cannot be ${JSON.stringify(text)}`, {
    where,
    help: "write an octal mode from 0 to 7777, as in 0755, or letters as in u=rwX,go=rX",
  });
}

const readBits = 0o444;
const writeBits = 0o222;
const executeBits = 0o111;
const setIdBits = 0o6000;
const sticky = 0o1000;
const whom: Readonly<Record<string, number>> = { u: 0o4700, g: 0o2070, o: 0o0007 };
const everyone = 0o6777;
const shifts: Readonly<Record<string, number>> = { u: 6, g: 3, o: 0 };

/** Given the mode as it is by now, the mode there was at first, and whether it is a directory's. */
type Change = (mode: number, old: number, isDirectory: boolean) => number;

const applyAll = (changes: readonly Change[], old: number, isDirectory: boolean): number =>
  changes.reduce((mode, change) => change(mode, old, isDirectory), old & 0o7777);

function readChanges(text: string): readonly Change[] | undefined {
  const clauses = text.split(",").map((clause) => /^([augo]*)((?:[-+=][rwxXstugo]*)+)$/.exec(clause));
  const changes: Change[] = [];
  for (const clause of clauses) {
    if (!clause) return undefined;
    const who = Array.from(clause[1]!).reduce((bits, letter) => bits | (whom[letter] ?? everyone), 0);
    for (const [, operator = "", letters = ""] of clause[2]!.matchAll(/([-+=])([rwxXstugo]*)/g)) {
      changes.push(...readOperation(operator, letters, who));
    }
  }
  return changes;
}

/** One operator and its letters. A u, g or o among them copies bits, after what stands before it is done. */
function readOperation(operator: string, letters: string, who: number): Change[] {
  const changes: Change[] = [];
  let affected = who;
  let bits = 0;
  let conditional = 0;
  let assigned = false;
  const flush = (last: boolean) => {
    if (operator === "=" && (bits !== 0 || (last && !assigned))) changes.push(clear(affected || everyone));
    if (bits !== 0) changes.push(operator === "-" ? clear(mask(affected, bits)) : set(mask(affected, bits)));
    assigned = true;
    if (conditional !== 0) changes.push(setWhereExecutable(mask(affected, conditional)));
    bits = 0;
    conditional = 0;
  };
  for (const letter of letters) {
    const special = affected === 0 || (affected & ~0o7) !== 0;
    if (letter === "r") bits |= readBits;
    else if (letter === "w") bits |= writeBits;
    else if (letter === "x" || (letter === "X" && operator === "-")) bits |= executeBits;
    else if (letter === "X") conditional |= executeBits;
    else if (letter === "s") bits |= special ? setIdBits : 0;
    else if (letter === "t") {
      affected |= special ? sticky : 0;
      bits |= special ? sticky : 0;
    } else {
      flush(false);
      changes.push(copyFrom(letter, operator, affected));
    }
  }
  flush(true);
  return changes;
}

const mask = (who: number, bits: number): number => (who === 0 ? bits : who & bits);
const set =
  (bits: number): Change =>
  (mode) =>
    mode | bits;
const clear =
  (bits: number): Change =>
  (mode) =>
    mode & ~bits;
const setWhereExecutable =
  (bits: number): Change =>
  (mode, old, isDirectory) =>
    isDirectory || (old & executeBits) !== 0 ? mode | bits : mode;

/** u, g or o behind an operator: the bits of that class are given to, taken from or set for the affected classes. */
function copyFrom(letter: string, operator: string, who: number): Change {
  const targets = Object.entries(shifts).filter(([name]) => who === 0 || (who & whom[name]! & readBits) !== 0);
  return (mode) => {
    const value = (mode >> shifts[letter]!) & 0o7;
    return targets.reduce((result, [, shift]) => {
      if (operator === "-") return result & ~(value << shift);
      return (operator === "=" ? result & ~(0o7 << shift) : result) | (value << shift);
    }, mode);
  };
}
