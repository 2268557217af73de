import { BadPattern } from "../match-glob.ts";
import { characters } from "../path-text.ts";
import { readClass } from "./character-class.ts";

/**
 * One step of a pattern. `deep` is any number of directories: nothing, or anything up to and with a slash. `start` holds at the
 * beginning of the path only.
 */
export type Step =
  | {
      readonly type: "one" | "many";
      /** The one character that is accepted, where it is one, once. */
      readonly literal?: string | undefined;
      readonly accepts: (character: string) => boolean;
    }
  | { readonly type: "deep"; readonly literal?: undefined }
  | { readonly type: "start"; readonly literal?: undefined };

const notNewline = (character: string): boolean => character !== "\n";

/**
 * Reads a regular expression of mobyPattern. It is run step by step for all possibilities at once, so that matching
 * is linear in path and pattern whatever they are; a backtracking engine is not (`*a*a*a*a*b`).
 * @throws BadPattern
 */
export function readRegex(regex: string): readonly Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < regex.length;) {
    if (regex.startsWith("(.*/)?", at)) {
      steps.push({ type: "deep" });
      at += 6;
      continue;
    }
    if (regex.startsWith(".*", at)) {
      steps.push({ type: "many", accepts: notNewline });
      at += 2;
      continue;
    }
    const { step, next } = readOne(regex, at);
    const many = regex[next] === "*" && step.type === "one";
    steps.push(many ? { type: "many", accepts: step.accepts } : step);
    at = many ? next + 1 : next;
  }
  return steps;
}

function readOne(regex: string, at: number): { step: Step; next: number } {
  const character = String.fromCodePoint(regex.codePointAt(at)!);
  if (character === "^") return { step: { type: "start" }, next: at + 1 };
  if (character === "[") {
    const { accepts, next } = readClass(regex, at + 1);
    return { step: { type: "one", accepts }, next };
  }
  if (character !== "\\") return { step: literal(character), next: at + character.length };
  const escaped = regex[at + 1];
  if (escaped === undefined || !/[\0-/:-@[-`{-\x7f]/.test(escaped)) throw new BadPattern(`\\${escaped ?? ""}`);
  return { step: literal(escaped), next: at + 2 };
}

const literal = (character: string): Step => ({
  type: "one",
  literal: character,
  accepts: (other) => other === character,
});

// What is known of a step while a path is read: that it may begin here, and, for `deep`, that it has begun.
const begins = 1;
const begun = 2;

/** Whether the whole text matches. */
export function runAutomaton(steps: readonly Step[], text: string): boolean {
  const units = characters(text);
  let states = new Uint8Array(steps.length + 1);
  let next = new Uint8Array(steps.length + 1);
  states[0] = begins;
  skip(steps, states, true);
  for (let at = 0; at < units.length; at++) {
    next.fill(0);
    if (!advance(steps, states, next, units[at]!)) return false;
    skip(steps, next, false);
    [states, next] = [next, states];
  }
  return states[steps.length] !== 0;
}

/** Goes past the steps that may match nothing. */
function skip(steps: readonly Step[], states: Uint8Array, atStart: boolean): void {
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index]!;
    if (!(states[index]! & begins)) continue;
    if (step.type === "many" || step.type === "deep" || (step.type === "start" && atStart))
      states[index + 1]! |= begins;
  }
}

function advance(steps: readonly Step[], states: Uint8Array, next: Uint8Array, character: string): boolean {
  let alive = false;
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index]!;
    if (!states[index] || step.type === "start") continue;
    const accepted = step.type === "deep" ? character !== "\n" : step.accepts(character);
    if (!accepted) continue;
    const deep = step.type === "deep";
    alive = true;
    if (step.type !== "one") next[index]! |= deep ? begun : begins;
    if (step.type === "one" || (deep && character === "/")) next[index + 1]! |= begins;
  }
  return alive;
}
