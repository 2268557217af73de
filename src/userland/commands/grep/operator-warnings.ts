import { bracketExpression } from "../../regex/bracket.ts";
import { codesOf, type Encoding } from "../../regex/characters.ts";
import { interval } from "../../regex/interval.ts";
import { Reader } from "../../regex/reader.ts";
import { syntaxes } from "../../regex/syntax.ts";

/** What grep -E warns of in patterns that are none the less understood: gnulib's dfa.c, where an operator has nothing before it. */
export function operatorWarnings(pattern: Buffer, encoding: Encoding): readonly string[] {
  const syntax = syntaxes.egrep;
  const codes = codesOf(pattern, encoding);
  const reader = new Reader(codes, codes, syntax);
  const warnings: string[] = [];
  const names = { star: "*", plus: "+", question: "?" } as const;
  let start = true;
  for (let token = reader.next(true); token.type !== "end"; token = reader.next()) {
    if (token.type === "choice" || token.type === "open") start = true;
    else if (token.type === "star" || token.type === "plus" || token.type === "question") {
      if (start) warnings.push(`${names[token.type]} at start of expression`);
    } else if (token.type === "openInterval") {
      const understood = interval(reader, syntax) !== undefined;
      if (start && understood) warnings.push("{...} at start of expression");
      start = false;
    } else if (token.type === "bracket") {
      bracketExpression({ reader, syntax, encoding, ignoreCase: false });
      start = false;
    } else if (token.type !== "anchor") start = false;
  }
  return warnings;
}
