import type { Regex } from "../../regex/regex.ts";
import { execIn } from "../../regex/string-search.ts";
import type { Substitution } from "./command.ts";
import { replace } from "./replacement.ts";

/** The command `s`: the new line, or undefined where nothing was replaced: do_subst of sed/execute.c. */
export function substitute(line: string, regex: Regex, how: Substitution, utf8: boolean): string | undefined {
  const { replacement, global, number } = how;
  const parts: string[] = [];
  let [start, lastEnd, count] = [0, 0, 0];
  let replaced = false;
  for (let again = true; again && start <= line.length;) {
    const registers = execIn(regex, line, start);
    if (registers === undefined) break;
    const [begin, end] = registers as [number, number];
    parts.push(line.slice(start, begin));
    // An empty match right behind another one is none.
    const counts = end > begin || count === 0 || begin > lastEnd;
    if (counts && ++count >= number) {
      parts.push(replace(replacement, line, registers, utf8));
      replaced = true;
      again = global;
      start = end;
    } else if (end > begin || begin < line.length) {
      start = Math.max(end, begin + 1);
      parts.push(line.slice(begin, start));
    } else {
      start = begin;
      break;
    }
    lastEnd = end;
  }
  return replaced ? parts.join("") + line.slice(start) : undefined;
}
