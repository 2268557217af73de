import { BadPattern } from "../match-glob.ts";

/**
 * Reads a character class of a regular expression as Go does, from behind its `[`.
 * @throws BadPattern, also for what no path needs: named classes and `\d` and its like.
 */
export function readClass(regex: string, from: number): { accepts: (character: string) => boolean; next: number } {
  const negated = regex[from] === "^";
  const start = negated ? from + 1 : from;
  const ranges: (readonly [number, number])[] = [];
  let at = start;
  while (at === start || regex[at] !== "]") {
    if (regex.startsWith("[:", at)) throw new BadPattern("[: is not known");
    const low = readCharacter(regex, at);
    const isRange = regex[low.next] === "-" && regex[low.next + 1] !== "]";
    const high = isRange ? readCharacter(regex, low.next + 1) : low;
    if (high.code < low.code) throw new BadPattern("a range runs backwards");
    ranges.push([low.code, high.code]);
    at = high.next;
  }
  const accepts = (character: string): boolean => {
    const code = character.codePointAt(0)!;
    return ranges.some(([low, high]) => low <= code && code <= high) !== negated;
  };
  return { accepts, next: at + 1 };
}

function readCharacter(regex: string, at: number): { code: number; next: number } {
  const escaped = regex[at] === "\\";
  const code = regex.codePointAt(escaped ? at + 1 : at);
  if (code === undefined) throw new BadPattern("a [ without its ]");
  const character = String.fromCodePoint(code);
  if (escaped && !/[\0-/:-@[-`{-\x7f]/.test(character)) throw new BadPattern(`\\${character}`);
  return { code, next: at + (escaped ? 1 : 0) + character.length };
}
