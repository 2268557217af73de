/** Chance from a seed: the same seed gives the same throws, on any machine. */
export interface Dice {
  /** A whole number from 0 to below `end`. */
  int(end: number): number;
  /** True in so many of a hundred throws. */
  chance(percent: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Between `least` and `most` throws of `make`. */
  several<T>(least: number, most: number, make: () => T): T[];
  /** One of the values, each as often as its weight says. */
  weighted<T>(choices: readonly (readonly [weight: number, value: T])[]): T;
}

/** mulberry32. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (end: number): number => Math.floor(next() * end);
  return {
    int,
    chance: (percent) => int(100) < percent,
    pick: (from) => from[int(from.length)]!,
    several: (least, most, make) => Array.from({ length: least + int(most - least + 1) }, make),
    weighted: (choices) => {
      let left = int(choices.reduce((sum, [weight]) => sum + weight, 0));
      for (const [weight, value] of choices) if ((left -= weight) < 0) return value;
      throw new Error("nothing to choose from");
    },
  };
}
