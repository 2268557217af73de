import type { Word } from "./parts.ts";

export const isGoodName = (text: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);

/** The text of a word that holds neither quotes nor expansions. */
export function plainText({ parts, elements }: Word): string | undefined {
  if (elements !== undefined || parts.length > 1) return undefined;
  const [part] = parts;
  return part?.type === "literal" ? part.text : undefined;
}

/** The name in a word "name=value". */
export function assignmentName({ parts }: Word): string | undefined {
  const [first] = parts;
  return first?.type === "literal" ? /^([A-Za-z_][A-Za-z0-9_]*)=/.exec(first.text)?.[1] : undefined;
}
