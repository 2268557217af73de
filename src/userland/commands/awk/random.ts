import type { State } from "./state.ts";
import { toNumber, type Value } from "./values.ts";

interface Generator {
  values: number[];
  seed: Value;
}

const generators = new WeakMap<State, Generator>();

/** glibc's srandom(3). */
function start(seed: number): number[] {
  let word = seed >>> 0 === 0 ? 1 : seed | 0;
  const values = [word];
  for (let index = 1; index < 31; index++) {
    word = Number((16_807n * BigInt(word)) % 2_147_483_647n);
    if (word < 0) word += 2_147_483_647;
    values.push(word);
  }
  for (let index = 31; index < 34; index++) values.push(values[index - 31]!);
  for (let index = 34; index < 344; index++) values.push((values[index - 31]! + values[index - 3]!) | 0);
  return values.slice(-31);
}

/** random(3), as a part of RAND_MAX. */
function next(generator: Generator): number {
  const { values } = generator;
  const value = (values[0]! + values[28]!) | 0;
  values.push(value);
  values.shift();
  return (value >>> 1) / 2_147_483_647;
}

const clock = (state: State): number => Number(state.proc.machine.now() / 1_000_000_000n);

function generatorOf(state: State): Generator {
  let generator = generators.get(state);
  if (generator === undefined) {
    const seed = clock(state);
    generator = { values: start(integer(seed)), seed };
    generators.set(state, generator);
  }
  return generator;
}

const integer = (value: number): number => Math.trunc(Math.max(-2_147_483_647, Math.min(2_147_483_647, value)));

/** rand(): by the clock, unless the program gave a seed. */
export const random = (state: State): number => next(generatorOf(state));

/** srand(): the seed before. */
export function seed(state: State, given: Value): Value {
  const generator = generatorOf(state);
  const before = generator.seed;
  generator.seed = given ?? clock(state);
  generator.values = start(integer(toNumber(generator.seed)));
  return before;
}
