import type { Source } from "./source.ts";

/** The text of a back quote, its backslashes taken off; undefined where none ends it. */
export function readBackQuote(source: Source, doubleQuoted: boolean): string | undefined {
  let text = "";
  for (;;) {
    let character = source.getJoined();
    if (character === "`") return text;
    if (character === "") return undefined;
    if (character === "\n") source.line++;
    if (character === "\\") {
      character = source.get();
      const taken = character === "\\" || character === "`" || character === "$";
      if (!taken && !(doubleQuoted && character === '"')) text += "\\";
    }
    text += character;
  }
}

/** Text up to the single quote that ends it; undefined where none does. */
export function readSingleQuoted(source: Source): string | undefined {
  let text = "";
  for (;;) {
    const character = source.get();
    if (character === "") return undefined;
    if (character === "'") return text;
    if (character === "\n") source.line++;
    text += character;
  }
}
