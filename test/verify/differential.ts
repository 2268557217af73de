// Every case of test/differential by BuildKit and by djib, both live: npm test does so for a few, and for
// the others it believes the recordings.
import { unexplained } from "../differential/compare.ts";
import { openDjib } from "../differential/ours.ts";
import { pending } from "../differential/pending.ts";
import { recordedBy as files, sections } from "../differential/sections.ts";
import { openBuildKit } from "../differential/theirs.ts";

export const recordedBy = [...files, "allowed", "compare", "differences", "ours", "pending", "sections"].map((name) =>
  name.includes("/") ? name : `test/differential/${name}.ts`,
);

/** Resolves to how many cases each section has, and the differences that have a reason. */
export async function verify(): Promise<object> {
  await using buildkit = await openBuildKit();
  if (buildkit === undefined) throw new Error("BuildKit cannot be built here: it needs Go");
  await using djib = await openDjib();
  const wrong: string[] = [];
  const used = new Set<string>();
  const counts: Record<string, number> = {};
  for (const [section, cases] of Object.entries(sections)) {
    counts[section] = Object.keys(cases).length;
    for (const [name, one] of Object.entries(cases)) {
      if (name in pending) continue;
      const around = { dockerfile: one.dockerfile, used };
      const found = unexplained(name, await djib.answer(one), await buildkit.answer(one), around);
      if (found.length > 0) wrong.push(`${section}: ${name}\n  ${found.join("\n  ")}`);
    }
  }
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
  return { cases: counts, pending: Object.keys(pending), allowed: [...used] };
}
