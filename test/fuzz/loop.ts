import { mutate } from "./mutate.ts";
import { Random } from "./random.ts";
import type { Target } from "./target.ts";

export interface Tally {
  /** Texts that were tried. */
  readonly texts: number;
  /** Texts that showed something new. */
  readonly kept: number;
}

const mostKept = 4000;

/**
 * Tries texts until `end` (milliseconds, as Date.now gives), each made of ones that showed something new before it.
 * `before` is told each text. Throws what the target throws. The seed alone decides the order of the texts.
 */
export async function fuzz(target: Target, seed: number, end: number, before: (text: string) => void): Promise<Tally> {
  const random = new Random(seed);
  const seen = new Set<string>();
  const kept: string[] = [];
  let texts = 0;
  const attempt = async (text: string): Promise<void> => {
    texts++;
    before(text);
    const answer = target.run(text);
    let fresh = false;
    for (const sight of answer instanceof Promise ? await answer : answer) {
      if (seen.has(sight)) continue;
      seen.add(sight);
      fresh = true;
    }
    if (!fresh) return;
    if (kept.length < mostKept) kept.push(text);
    else kept[random.below(mostKept)] = text;
  };
  for (const text of ["", ...target.seeds]) await attempt(text);
  while (Date.now() < end)
    for (let some = 0; some < 50; some++) await attempt(mutate(random.of(kept), target.words, random, random.of(kept)));
  return { texts, kept: kept.length };
}

/** A shorter text that still fails: parts are left out as long as that holds, for two seconds at most. */
export async function shrink(target: Target, text: string): Promise<string> {
  const end = Date.now() + 2000;
  let shortest = text;
  for (let size = Math.ceil(text.length / 2); size >= 1; size = Math.floor(size / 2))
    for (let at = 0; at < shortest.length && Date.now() < end;) {
      const shorter = shortest.slice(0, at) + shortest.slice(at + size);
      if (await fails(target, shorter)) shortest = shorter;
      else at += size;
    }
  return shortest;
}

const fails = async (target: Target, text: string): Promise<boolean> => {
  try {
    await target.run(text);
    return false;
  } catch {
    return true;
  }
};
