import { scriptErrors } from "./script-error.ts";
import type { Source } from "./source.ts";

/** What stands before the next `slash`, "\" before which is taken away: match_slash of sed/compile.c. undefined where none comes. */
export function delimited(source: Source, slash: string, regex: boolean, utf8: boolean): string | undefined {
  if (utf8 && slash >= "\x80") source.fail(scriptErrors.delimiter);
  let text = "";
  for (;;) {
    let character = source.next();
    if (character === "" || character === "\n") return unfinished(source, character);
    if (character === slash) return text;
    if (character === "\\") {
      character = source.next();
      if (character === "") return undefined;
      if (character !== "\n" && (character !== slash || (!regex && character === "&"))) text += "\\";
    } else if (character === "[" && regex) {
      const [list, end] = bracketList(source);
      text += `[${list}`;
      if (end !== "]") return unfinished(source, end);
      character = end;
    }
    text += character;
  }
}

/** A newline is given back, so that the message names its line. */
function unfinished(source: Source, character: string): undefined {
  if (character === "\n") source.back(character);
  return undefined;
}

/** Up to the bracket that closes a list, and that: snarf_char_class. */
function bracketList(source: Source): readonly [string, string] {
  let text = "";
  let character = source.next();
  for (const first of ["^", "]"]) {
    if (character !== first) continue;
    text += character;
    character = source.next();
  }
  let inner: "none" | "opened" | "within" | "closing" = "none";
  let mark = "";
  for (; character !== "" && character !== "\n"; text += character, character = source.next()) {
    if (character === "]" && (inner === "none" || inner === "opened")) break;
    if ((character === "." || character === ":" || character === "=") && inner === "opened") {
      mark = character;
      inner = "within";
    } else if (inner === "within" && character === mark) inner = "closing";
    else if (character === "[") inner = inner === "none" ? "opened" : inner;
    else if (character === "]" && inner === "closing") inner = "none";
    else if (inner === "opened") inner = "none";
    else if (inner === "closing") inner = "within";
  }
  return [text, character];
}
