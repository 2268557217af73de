// Hostile texts for an hour. A fresh seed each time: what it finds becomes a test of its own.
import { targets } from "../fuzz/targets.ts";
import { fuzzFor } from "../fuzz/watched.ts";

export const recordedBy = ["test/fuzz/loop.ts", "test/fuzz/mutate.ts", "test/fuzz/random.ts"];

/** Resolves to how many texts each target read and kept. */
export async function verify(minutes: number): Promise<object> {
  const seed = Date.now() % 0x1_0000_0000;
  const tallies: Record<string, object> = {};
  for (const { name } of targets) tallies[name] = await fuzzFor(name, seed, (minutes * 60) / targets.length);
  return { seed, targets: tallies };
}
