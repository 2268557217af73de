/** Characters that a terminal draws two cells wide: East Asian wide and full-width ones, and emoji. */
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|^(?:\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}])/u;
/** Marks and joiners, which take no cell of their own. */
const none = /^(?:\p{M}|[\u200b-\u200d])/u;

const cellsOf = (character: string): number => {
  if (character < "\u0300") return 1;
  return none.test(character) ? 0 : wide.test(character) ? 2 : 1;
};

/** How many cells of a terminal a text takes; it holds no control characters. */
export function cells(text: string): number {
  let sum = 0;
  for (const character of text) sum += cellsOf(character);
  return sum;
}

/** The text in at most `room` cells, "…" at its end where something is missing. */
export function cut(text: string, room: number): string {
  let sum = 0;
  let kept = 0;
  let length = 0;
  for (const character of text) {
    sum += cellsOf(character);
    length += character.length;
    if (sum < room) kept = length;
    if (sum > room) return room < 1 ? "" : `${text.slice(0, kept)}…`;
  }
  return text;
}

/** The text with blanks up to `room` cells. */
export const padded = (text: string, room: number): string => text + " ".repeat(Math.max(0, room - cells(text)));
