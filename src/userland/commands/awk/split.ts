import type { Regex } from "../../regex/regex.ts";
import { findIn } from "../../regex/string-search.ts";
import { regexOf } from "./regexes.ts";

/** Parts of a text: blanks and newlines part them (" "), each character is one (""), or what matches parts them. */
export function splitText(text: string, separator: string | Regex): readonly string[] {
  if (text === "") return [];
  if (separator === " ") {
    const trimmed = text.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, "");
    return trimmed === "" ? [] : trimmed.split(/[ \t\n\v\f\r]+/);
  }
  if (separator === "") return text.split("");
  if (typeof separator === "string" && isPlain(separator)) return text.split(separator);
  return splitBy(text, typeof separator === "string" ? regexOf(separator) : separator);
}

/** One character that means itself. */
const isPlain = (separator: string): boolean => separator.length === 1 && separator !== "\\";

function splitBy(text: string, regex: Regex): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at <= text.length;) {
    const found = findIn(regex, text, at);
    if (found === undefined) break;
    const [begin, end] = found;
    if (end === begin) {
      at = begin + 1;
      continue;
    }
    parts.push(text.slice(from, begin));
    from = at = end;
  }
  parts.push(text.slice(from));
  return parts;
}
