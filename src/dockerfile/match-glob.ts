import { characters, pathText } from "./path-text.ts";

/** A pattern that Go calls malformed. */
export class BadPattern extends Error {}

/**
 * Go's filepath.Match as on Linux, for the sources of COPY and ADD: `*` and `?` do not match `/`, `[a-z]` and `[^a-z]`
 * are classes, `\` takes the next character as itself. The whole path has to match. Like Go it sees a malformed
 * pattern only as far as it reads. `path` is bytes in latin1 form, `pattern` is text.
 * @throws BadPattern
 */
export function matchGlob(pattern: string, path: string): boolean {
  const name = Array.from(characters(pathText(path)));
  const units = Array.from(pattern);
  let at = 0;
  for (let from = 0; from < units.length;) {
    const { star, chunk, end } = scanChunk(units, from);
    from = end;
    if (star && chunk.length === 0) return !name.includes("/", at);
    const next = placeChunk(chunk, name, at, star, end === units.length);
    if (next === undefined) return false;
    at = next;
  }
  return at === name.length;
}

/** Whether a word of COPY is a pattern at all: it has a `*`, `?` or `[` without `\` before it. Others name one path as it stands. */
export const isGlob = (path: string): boolean => /[*?[]/.test(path.replace(/\\./gsu, ""));

/** Where a chunk ends that begins at `at`, or further right within the segment where a star stands before it. */
function placeChunk(chunk: string[], name: string[], at: number, star: boolean, last: boolean): number | undefined {
  for (let from = at; ; from++) {
    const end = matchChunk(chunk, name, from);
    if (end !== undefined && (end === name.length || !last)) return end;
    if (!star || from >= name.length || name[from] === "/") return undefined;
  }
}

/** What stands at `start`: stars, and what follows up to `end`, where the next star is. */
function scanChunk(pattern: string[], start: number): { star: boolean; chunk: string[]; end: number } {
  let from = start;
  while (pattern[from] === "*") from++;
  let inRange = false;
  let to = from;
  for (; to < pattern.length; to++) {
    if (pattern[to] === "\\" && to + 1 < pattern.length) to++;
    else if (pattern[to] === "[") inRange = true;
    else if (pattern[to] === "]") inRange = false;
    else if (pattern[to] === "*" && !inRange) break;
  }
  return { star: from > start, chunk: pattern.slice(from, to), end: to };
}

/** Reads the whole chunk even where it has failed already, so that its mistakes are seen. */
function matchChunk(chunk: readonly string[], name: readonly string[], from: number): number | undefined {
  let at: number | undefined = from;
  for (let index = 0; index < chunk.length;) {
    const character: string | undefined = at === undefined ? undefined : name[at];
    let matches: boolean;
    if (chunk[index] === "[") {
      const read = readClass(chunk, index + 1, character);
      matches = read.matches;
      index = read.next;
    } else if (chunk[index] === "?") {
      matches = character !== "/";
      index++;
    } else {
      if (chunk[index] === "\\") index++;
      if (index === chunk.length) throw new BadPattern("a \\ at the end");
      matches = chunk[index++] === character;
    }
    at = at === undefined || character === undefined || !matches ? undefined : at + 1;
  }
  return at;
}

function readClass(chunk: readonly string[], start: number, character: string | undefined) {
  const negated = chunk[start] === "^";
  let at = negated ? start + 1 : start;
  let found = false;
  for (let ranges = 0; chunk[at] !== "]" || ranges === 0; ranges++) {
    const low = readEscaped(chunk, at);
    const high = chunk[low.next] === "-" ? readEscaped(chunk, low.next + 1) : low;
    at = high.next;
    const code = character?.codePointAt(0) ?? -1;
    found ||= low.code <= code && code <= high.code;
  }
  return { matches: found !== negated, next: at + 1 };
}

function readEscaped(chunk: readonly string[], start: number): { code: number; next: number } {
  if (chunk[start] === "-" || chunk[start] === "]") throw new BadPattern(`a ${chunk[start]} out of place`);
  const at = chunk[start] === "\\" ? start + 1 : start;
  const character = chunk[at];
  if (character === undefined || at + 1 === chunk.length) throw new BadPattern("a [ without its ]");
  return { code: character.codePointAt(0)!, next: at + 1 };
}
