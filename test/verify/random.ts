// Random Dockerfiles by BuildKit and by djib, both live: npm run verify -- random [--count 5000] [--seed N].
import { availableParallelism } from "node:os";
import type { Wish } from "../../scripts/record/verify.ts";
import { unexplained } from "../differential/compare.ts";
import { openDjib } from "../differential/ours.ts";
import { randomCase } from "../differential/random/generate.ts";
import { openBuildKit } from "../differential/theirs.ts";

export const recordedBy = [
  ...["allowed", "answer", "compare", "differences", "ours", "rows", "theirs", "write-context"],
  ...["context", "dice", "generate", "instructions", "words"].map((name) => `random/${name}`),
].map((name) => `test/differential/${name}.ts`);

/** Where so many differ, the next says nothing new. */
const enough = 20;

/** BuildKit remembers every build, and takes ten times as long for one after some thousands: then another one begins. */
const lot = 250;

interface Tally {
  equal: number;
  refused: number;
  readonly different: number[];
}

/** Resolves to how many are equal and how many both refuse; tells of each that differs at once, by its seed, and rejects. */
export async function verify(_minutes: number, { count, seed: first }: Wish): Promise<object> {
  const tally: Tally = { equal: 0, refused: 0, different: [] };
  const end = first + count;
  const lots = Array.from({ length: Math.ceil(count / lot) }, (_, at) => first + at * lot);
  const lane = async () => {
    for (let seed = lots.pop(); seed !== undefined && tally.different.length < enough; seed = lots.pop()) {
      await compare(seed, Math.min(seed + lot, end), tally);
      console.log({ from: seed, ...tally });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  const { different, ...alike } = tally;
  if (different.length > 0) throw new Error(`different: seeds ${different.join(", ")}`);
  return { count, seed: first, ...alike };
}

async function compare(first: number, end: number, tally: Tally): Promise<void> {
  await using buildkit = await openBuildKit();
  if (buildkit === undefined) throw new Error("BuildKit cannot be built here: it needs Go");
  await using djib = await openDjib();
  for (let seed = first; seed < end && tally.different.length < enough; seed++) {
    const one = randomCase(seed, { runs: 15 });
    const [ours, theirs] = await Promise.all([djib.answer(one), buildkit.answer(one)]);
    const bothRefuse = "error" in ours && "error" in theirs;
    // Which of several mistakes is told first is not part of the language.
    const found = bothRefuse ? [] : unexplained("random", ours, theirs, one);
    if (bothRefuse) tally.refused++;
    else if (found.length === 0) tally.equal++;
    else {
      tally.different.push(seed);
      console.log(`seed ${seed}:\n${one.dockerfile}  ${found.join("\n  ")}`);
    }
  }
}
