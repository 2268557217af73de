import { runeAt } from "./runes.ts";

/** A pattern that Go calls malformed. */
export class BadPattern extends Error {}

/**
 * Go's filepath.Match as on Linux, for the sources of COPY and ADD: `*` and `?` do not match `/`, `[a-z]` and `[^a-z]`
 * are classes, `\` takes the next character as itself. The whole path has to match. Like Go it sees a malformed
 * pattern only as far as it reads, and a `*` may end within a character. `path` is bytes in latin1 form, `pattern` is
 * text.
 * @throws BadPattern
 */
export function matchGlob(pattern: string, path: string): boolean {
  const bytes = /^[\0-\x7f]*$/.test(pattern) ? pattern : Buffer.from(pattern).toString("latin1");
  let at = 0;
  for (let from = 0; from < bytes.length;) {
    const { star, chunk, end } = scanChunk(bytes, from);
    from = end;
    if (star && chunk === "") return !path.includes("/", at);
    const next = placeChunk(chunk, path, at, star, end === bytes.length);
    if (next === undefined) return false;
    at = next;
  }
  return at === path.length;
}

/** Whether a word of COPY is a pattern at all: it has a `*`, `?` or `[` without `\` before it. Others name one path as it stands. */
export const isGlob = (path: string): boolean => /[*?[]/.test(path.replace(/\\./gsu, ""));

/** Where a chunk ends that begins at `at`, or further right within the segment where a star stands before it. */
function placeChunk(chunk: string, name: string, at: number, star: boolean, last: boolean): number | undefined {
  for (let from = at; ; from++) {
    const end = matchChunk(chunk, name, from);
    if (end !== undefined && (end === name.length || !last)) return end;
    if (!star || from >= name.length || name[from] === "/") return undefined;
  }
}

/** What stands at `start`: stars, and what follows up to `end`, where the next star is. */
function scanChunk(pattern: string, start: number): { star: boolean; chunk: string; end: number } {
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
function matchChunk(chunk: string, name: string, from: number): number | undefined {
  let at: number | undefined = from;
  for (let index = 0; index < chunk.length;) {
    const left: boolean = at !== undefined && at < name.length;
    let size = 1;
    let matches: boolean;
    if (chunk[index] === "[") {
      const rune = left ? runeAt(name, at!) : undefined;
      const read = readClass(chunk, index + 1, rune?.code);
      size = rune?.size ?? 1;
      matches = read.matches;
      index = read.next;
    } else if (chunk[index] === "?") {
      matches = left && name[at!] !== "/";
      if (matches) size = runeAt(name, at!).size;
      index++;
    } else {
      if (chunk[index] === "\\") index++;
      if (index === chunk.length) throw new BadPattern("a \\ at the end");
      matches = left && chunk[index] === name[at!];
      index++;
    }
    at = left && matches ? at! + size : undefined;
  }
  return at;
}

/** @param code of the character that is asked about, undefined where there is none. */
function readClass(chunk: string, start: number, code = -1) {
  const negated = chunk[start] === "^";
  let at = negated ? start + 1 : start;
  let found = false;
  for (let ranges = 0; chunk[at] !== "]" || ranges === 0; ranges++) {
    const low = readEscaped(chunk, at);
    const high = chunk[low.next] === "-" ? readEscaped(chunk, low.next + 1) : low;
    at = high.next;
    found ||= low.code <= code && code <= high.code;
  }
  return { matches: found !== negated, next: at + 1 };
}

function readEscaped(chunk: string, start: number): { code: number; next: number } {
  if (chunk[start] === "-" || chunk[start] === "]") throw new BadPattern(`a ${chunk[start]} out of place`);
  const at = chunk[start] === "\\" ? start + 1 : start;
  if (at >= chunk.length) throw new BadPattern("a [ without its ]");
  const { code, size } = runeAt(chunk, at);
  if (at + size === chunk.length) throw new BadPattern("a [ without its ]");
  return { code, next: at + size };
}
