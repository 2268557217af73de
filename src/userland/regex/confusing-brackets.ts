import { RegexError } from "./regex-error.ts";

/**
 * Throws where a bracket expression is written [:space:], as gnulib's dfa.c does, which grep and sed ask besides regcomp. Takes
 * patterns that regcomp takes.
 */
export function checkBrackets(pattern: string): void {
  for (let at = 0; at < pattern.length; at++) {
    if (pattern[at] === "\\") at += 1;
    else if (pattern[at] === "[") at = endOfList(pattern, at);
  }
}

/** Place of the closing bracket. */
function endOfList(pattern: string, open: number): number {
  let at = open + 1;
  if (pattern[at] === "^") at += 1;
  const first = at;
  let special = false;
  for (; at < pattern.length && (at === first || pattern[at] !== "]"); at++) {
    const kind = pattern[at] === "[" ? pattern[at + 1] : undefined;
    if (kind !== undefined && ".:=".includes(kind)) {
      const end = pattern.indexOf(`${kind}]`, at + 2);
      if (end >= 0) at = end + 1;
      special = true;
    } else if (pattern[at + 1] === "-" && pattern[at + 2] !== undefined && pattern[at + 2] !== "]") {
      at += 2;
      special = true;
    }
  }
  const list = pattern.slice(first, at);
  if (!special && list.length > 2 && list.startsWith(":") && list.endsWith(":") && /[^:]/.test(list))
    throw new RegexError("character class syntax is [[:space:]], not [:space:]");
  return at;
}
