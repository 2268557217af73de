// Hostile texts for an hour, and how the work for ever larger ones grows. A fresh seed each time: what it finds becomes
// a test of its own.
import { targets } from "../fuzz/targets.ts";
import { fuzzFor, growth } from "../fuzz/watched.ts";

export const recordedBy = ["test/fuzz/loop.ts", "test/fuzz/mutate.ts", "test/fuzz/growth.ts"];

/** Resolves to how many texts each target read and kept, and how the work grew. */
export async function verify(minutes: number): Promise<object> {
  const seed = Date.now() % 0x1_0000_0000;
  const all = await growth(1);
  const faster = all.filter(([, { linear }]) => !linear);
  if (faster.length > 0) throw new Error(`faster than linear: ${JSON.stringify(faster)}`);
  const tallies: Record<string, object> = {};
  for (const { name } of targets) tallies[name] = await fuzzFor(name, seed, (minutes * 60) / targets.length);
  return {
    seed,
    targets: tallies,
    growth: Object.fromEntries(all.map(([name, { n, times }]) => [name, { n, times }])),
  };
}
