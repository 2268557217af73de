import { decodeAt, lengthOf } from "../../regex/characters.ts";

/** The characters of a latin1 byte string, each as its bytes. */
export function characters(text: string, utf8: boolean): readonly string[] {
  if (!utf8) return text.split("");
  const bytes = Buffer.from(text, "latin1");
  const found: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = lengthOf(decodeAt(bytes, at, bytes.length));
    found.push(text.slice(at, at + length));
    at += length;
  }
  return found;
}

/** The command `y`. */
export const transliterate = (line: string, map: ReadonlyMap<string, string>, utf8: boolean): string =>
  characters(line, utf8)
    .map((character) => map.get(character) ?? character)
    .join("");
