import { LexFailure } from "./failure.ts";

/** A character, or `?` (any one) as undefined. */
type Unit = string | undefined;

/** The runs of units between the `*`s: at least one; "a*" has an empty run at its end. */
export type Pattern = readonly (readonly Unit[])[];

/** Reads a pattern of ${v#p}: `*`, `?`, and `\` before `*`, `?`, `\`, `}` and `/`. Throws on other escapes. */
export function compile(pattern: string): Pattern {
  const runs: Unit[][] = [[]];
  // Go's text/scanner drops a byte order mark.
  const characters = Array.from(pattern.startsWith("\ufeff") ? pattern.slice(1) : pattern);
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at]!;
    if (character === "*") runs.push([]);
    else if (character === "?") runs.at(-1)!.push(undefined);
    else if (character !== "\\") runs.at(-1)!.push(character);
    else {
      const escaped = characters[++at];
      if (escaped === undefined || !"*?\\}/".includes(escaped)) {
        throw new LexFailure(`the pattern ${pattern} has \\ before ${escaped ?? "its end"}`);
      }
      runs.at(-1)!.push(escaped);
    }
  }
  return runs;
}

/**
 * Where a match that begins at `from` ends: the shortest or the longest one. Wildcards do not match line ends.
 * Each run is put at its first place, the last one of the longest match at its last; a run between wildcards never
 * gains by standing further right, so nothing is tried twice.
 */
export function matchAt(pattern: Pattern, text: readonly string[], from: number, longest: boolean): number | undefined {
  const [head = [], ...runs] = pattern;
  if (!fits(head, text, from)) return undefined;
  let at = from + head.length;
  for (const [index, run] of runs.entries()) {
    const last = longest && index === runs.length - 1;
    const found = last ? lastPlace(run, text, at) : firstPlace(run, text, at);
    if (found === undefined) return undefined;
    at = found + run.length;
  }
  return at;
}

/** Whether what stands before the first `*` matches at `at`. */
export const matchesHead = (pattern: Pattern, text: readonly string[], at: number): boolean =>
  fits(pattern[0] ?? [], text, at);

function fits(run: readonly Unit[], text: readonly string[], at: number): boolean {
  if (at + run.length > text.length) return false;
  return run.every((unit, index) => (unit === undefined ? text[at + index] !== "\n" : unit === text[at + index]));
}

function firstPlace(run: readonly Unit[], text: readonly string[], from: number): number | undefined {
  for (let at = from; at <= text.length; at++) {
    if (fits(run, text, at)) return at;
    if (text[at] === "\n") return undefined;
  }
  return undefined;
}

function lastPlace(run: readonly Unit[], text: readonly string[], from: number): number | undefined {
  let end = text.indexOf("\n", from);
  if (end === -1) end = text.length;
  for (let at = end; at >= from; at--) if (fits(run, text, at)) return at;
  return undefined;
}
