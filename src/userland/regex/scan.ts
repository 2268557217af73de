import type { Alphabet } from "./alphabet.ts";
import type { Automaton, Reached } from "./automaton.ts";
import { letterAt, letterBefore, sideAt, sideBefore, type Text } from "./text.ts";

/** Runs forwards from `from`: where the target is reached first, or last before nothing more can be; -1 where it never is. */
export function runForwards(
  automaton: Automaton,
  alphabet: Alphabet,
  text: Text,
  from: number,
  stop: "first" | "last",
): number {
  const { bytes, end } = text;
  const { ofByte } = alphabet;
  let state = automaton.begin(sideBefore(alphabet, text, from));
  let { table, dead } = automaton;
  let last = -1;
  let at = from;
  while (at <= end) {
    let letter = at < end ? ofByte[bytes[at]!]! : letterAt(alphabet, text, at);
    let length = 1;
    if (letter === 0 && at < end) {
      const code = alphabet.codeAt(bytes, at, end);
      letter = alphabet.letterOf(code);
      length = alphabet.lengthOf(code);
    }
    let to = letter < automaton.width ? table[state + letter]! : 0;
    if (to <= dead) {
      if (to === 0) {
        to = automaton.step(state, letter);
        ({ table, dead } = automaton);
      }
      if (to < 0) {
        last = at;
        to = -to;
        if (stop === "first") break;
      }
      if (to === dead) break;
    }
    state = to;
    at += length;
  }
  automaton.stoppedAt = at;
  return last;
}

/** Runs backwards from `from` down to `until` and tells of each place which nodes are reached there. */
export function runBackwards(
  automaton: Automaton,
  alphabet: Alphabet,
  text: Text,
  from: number,
  until: number,
  visit: (at: number, reached: Reached) => void,
): void {
  let state = automaton.begin(sideAt(alphabet, text, from));
  for (let at = from; ;) {
    const letter = letterBefore(alphabet, text, at);
    visit(at, automaton.reached(state, alphabet.letters[letter]!.side));
    if (at <= until) return;
    const length = alphabet.lengthOf(alphabet.codeBefore(text.bytes, at));
    state = Math.abs(automaton.table[state + letter] || automaton.step(state, letter));
    at -= length;
  }
}
