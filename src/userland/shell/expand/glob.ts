import { isErrno } from "../../kernel/errno.ts";
import type { Process } from "../../kernel/process.ts";
import { patternCharacters, patternOf, type PatternRules } from "./pattern.ts";

type Characters = ReturnType<typeof patternCharacters>;

/** Names of files that match, in byte order; none where nothing in the word is special (dash: expmeta()). */
export async function glob(proc: Process, marked: string, rules: PatternRules = {}): Promise<readonly string[]> {
  const found: string[] = [];
  await expand(proc, "", patternCharacters(marked), { rules, found });
  return found.sort();
}

interface Search {
  readonly rules: PatternRules;
  readonly found: string[];
}

async function expand(proc: Process, directory: string, rest: Characters, search: Search): Promise<void> {
  const split = segmentWithPattern(rest);
  if (split === undefined) {
    // Nothing special is left: it is there or not.
    const path = directory + textOf(rest);
    if (directory !== "" && exists(proc, path)) search.found.push(path);
    return;
  }
  const { start, end } = split;
  const within = directory + textOf(rest.slice(0, start));
  const segment = rest.slice(start, end);
  const pattern = patternOf(segment, search.rules);
  const dots = segment[0]!.byte === ".";
  for (const name of listing(proc, within)) {
    const pause = proc.breathe();
    if (pause) await pause;
    if ((name.startsWith(".") && !dots) || !pattern.matches(name)) continue;
    if (end >= rest.length) search.found.push(within + name);
    else await expand(proc, `${within}${name}/`, rest.slice(end + 1), search);
  }
}

const textOf = (characters: Characters): string => characters.map(({ byte }) => byte).join("");

/** Where the first part of a path begins and ends in which something is special. */
function segmentWithPattern(characters: Characters): { start: number; end: number } | undefined {
  let start = 0;
  let special = false;
  for (const [at, { byte, literal }] of characters.entries()) {
    if (byte === "/") {
      if (special) return { start, end: at };
      start = at + 1;
    } else if (literal) continue;
    else if (byte === "*" || byte === "?") special = true;
    else if (byte === "[" && bracketCloses(characters, at + 1)) special = true;
  }
  return special ? { start, end: characters.length } : undefined;
}

function bracketCloses(characters: Characters, start: number): boolean {
  const first = characters[start];
  let at = first !== undefined && first.byte === "!" && !first.literal ? start + 1 : start;
  for (;;) {
    const here = characters[at];
    if (here === undefined || here.byte === "/") return false;
    const next = characters[++at];
    if (next !== undefined && next.byte === "]" && !next.literal) return true;
  }
}

function exists(proc: Process, path: string): boolean {
  try {
    proc.files.lstat(path);
    return true;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

/** With "." and ".." as readdir(3) has them; nothing where it cannot be read. */
function listing(proc: Process, directory: string): readonly string[] {
  try {
    return [".", "..", ...proc.files.list(directory === "" ? "." : directory)];
  } catch (error) {
    if (isErrno(error)) return [];
    throw error;
  }
}
