import type { Source } from "./source.ts";

/** Of a here-document: what ends it. */
export interface EndMark {
  readonly text: string;
  readonly tabs: boolean;
}

/** "" where the here-document ends with this line; otherwise its first character. */
export function beginLine(source: Source, end: EndMark, first: string): string {
  const { text, tabs } = end;
  let character = first;
  if (tabs) while (character === "\t") character = source.get();
  let seen = "";
  while (seen.length < text.length && character === text[seen.length]) {
    seen += character;
    character = source.get();
  }
  if (seen.length === text.length && (character === "\n" || character === "")) {
    source.line++;
    return "";
  }
  if (seen === "") return character;
  source.push(seen.slice(1) + character);
  return seen[0]!;
}
