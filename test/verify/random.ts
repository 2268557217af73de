// Random Dockerfiles by BuildKit and by djib, both live: npm run verify -- random [--count 5000] [--seed N].
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

/** Resolves to how many are equal and how many both refuse; tells of each that differs at once, by its seed, and rejects. */
export async function verify(_minutes: number, { count, seed: first }: Wish): Promise<object> {
  await using buildkit = await openBuildKit();
  if (buildkit === undefined) throw new Error("BuildKit cannot be built here: it needs Go");
  await using djib = await openDjib();
  const different: number[] = [];
  let [equal, refused] = [0, 0];
  for (let seed = first; seed < first + count && different.length < enough; seed++) {
    const one = randomCase(seed, { runs: 15 });
    const [ours, theirs] = await Promise.all([djib.answer(one), buildkit.answer(one)]);
    // Which of several mistakes is told first is not part of the language.
    if ("error" in ours && "error" in theirs) refused++;
    else {
      const found = unexplained("random", ours, theirs, one);
      if (found.length === 0) equal++;
      else {
        different.push(seed);
        console.log(`seed ${seed}:\n${one.dockerfile}  ${found.join("\n  ")}`);
      }
    }
    if ((seed - first + 1) % 100 === 0) console.log({ seed, equal, refused, different: different.length });
  }
  if (different.length > 0) throw new Error(`different: seeds ${different.join(", ")}`);
  return { count, seed: first, equal, refused };
}
