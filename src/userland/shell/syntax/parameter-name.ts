import type { ParameterOperator } from "./parts.ts";
import type { Source } from "./source.ts";

export const isName = (character: string): boolean => /^[A-Za-z_]$/.test(character);
const isInName = (character: string): boolean => /^[A-Za-z0-9_]$/.test(character);
const isDigit = (character: string): boolean => character >= "0" && character <= "9" && character.length === 1;
export const isSpecial = (character: string): boolean => character !== "" && "#?$!-*@0123456789".includes(character);

/** The name, "" for none, and what follows it, already read. */
export function readName(
  source: Source,
  first: string,
  braces: boolean,
): { name: string; next: string; length: boolean } {
  if (first === "#" && braces) {
    const next = source.getJoined();
    if (isInName(next)) return { ...plainName(source, next, true), length: true };
    const behind = source.getJoined();
    if (next !== "}" && behind === "}") {
      // ${#?}: the length of a special parameter.
      if (isSpecial(next)) return { name: next, next: behind, length: true };
      source.unget(behind);
      return { name: "", next, length: false };
    }
    source.unget(behind);
    return { name: "#", next, length: false };
  }
  if (isInName(first)) return { ...plainName(source, first, braces), length: false };
  if (first === "}" || first === "") return { name: "", next: first, length: false };
  const next = source.getJoined();
  return { name: isSpecial(first) ? first : "", next, length: false };
}

function plainName(source: Source, first: string, braces: boolean): { name: string; next: string } {
  const belongs = isDigit(first) ? (character: string) => braces && isDigit(character) : isInName;
  let name = first;
  let next = source.getJoined();
  while (belongs(next)) {
    name += next;
    next = source.getJoined();
  }
  return { name, next };
}

/** What stands behind the name; undefined for none that there is. */
export function readOperator(
  source: Source,
  first: string,
): { operator: ParameterOperator | undefined; nullToo: boolean } {
  if (first === "%" || first === "#") {
    const next = source.getJoined();
    if (next === first) return { operator: first === "#" ? "##" : "%%", nullToo: false };
    source.unget(next);
    return { operator: first, nullToo: false };
  }
  const nullToo = first === ":";
  const character = nullToo ? source.getJoined() : first;
  if (character === "-" || character === "+" || character === "?" || character === "=")
    return { operator: character, nullToo };
  return { operator: character === "}" && !nullToo ? "" : undefined, nullToo };
}
