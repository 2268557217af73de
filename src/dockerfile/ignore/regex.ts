/**
 * The regular expression that moby/patternmatcher makes of a pattern (v0.6.1, Pattern.compile), and which shortcut it
 * takes instead. Its quirks are the rule: `[*]` or `^` in a pattern mean what they mean after this translation.
 */
export interface MobyPattern {
  readonly type: "exact" | "prefix" | "suffix" | "regex";
  /** Without ^ and $. */
  readonly regex: string;
}

export function mobyPattern(pattern: string): MobyPattern {
  let regex = "";
  let type: MobyPattern["type"] = "exact";
  // Go's text/scanner, which moby reads patterns with, drops a byte order mark.
  const start = pattern.startsWith("\ufeff") ? 1 : 0;
  for (let at = start; at < pattern.length;) {
    const first = at === start;
    const character = pattern[at++]!;
    if (character === "*" && pattern[at] === "*") {
      at += pattern[at + 1] === "/" ? 2 : 1;
      const last = at === pattern.length;
      if (last && type !== "exact") regex += ".*";
      if (!last) regex += "(.*/)?";
      type = first ? "suffix" : last && type === "exact" ? "prefix" : "regex";
      continue;
    }
    if (character === "*") regex += "[^/]*";
    else if (character === "?") regex += "[^/]";
    else if (character === "\\") regex += character + (pattern[at++] ?? "");
    else regex += /[.+()|{}$]/.test(character) ? `\\${character}` : character;
    if (/[*?\\[\]]/.test(character)) type = "regex";
  }
  return { type, regex };
}
