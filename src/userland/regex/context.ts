import type { Anchor } from "./tree.ts";

/** What is on one side of a place: a word's character, any other, a newline that lines end with, or an end of the text. */
export const side = { other: 0, word: 1, newline: 2, end: 3, endWithinLine: 4 } as const;
export type Side = (typeof side)[keyof typeof side];

const line = (at: Side): boolean => at === side.newline || at === side.end;
const buffer = (at: Side): boolean => at === side.end || at === side.endWithinLine;
const word = (at: Side): boolean => at === side.word;

/** Whether an anchor holds between two sides. */
export function holds(anchor: Anchor, before: Side, after: Side): boolean {
  switch (anchor) {
    case "lineStart":
      return line(before);
    case "lineEnd":
      return line(after);
    case "bufferStart":
      return buffer(before);
    case "bufferEnd":
      return buffer(after);
    case "wordStart":
      return !word(before) && word(after);
    case "wordEnd":
      return word(before) && !word(after);
    case "insideWord":
      return word(before) && word(after);
    case "outsideWord":
      return !word(before) && !word(after);
  }
}
