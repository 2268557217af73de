import type { Draft } from "./drafts.ts";
import { circle, copied } from "./reach.ts";

/**
 * Refuses what is wrong in any stage, whether it is built or not: a --from that can mean nothing, and stages that take
 * files from each other in a circle (BuildKit: buildStageDependencyGraph, which knows of no FROM there).
 */
export function checkStages(drafts: readonly Draft[]): void {
  const reads = drafts.map((draft) => copied(draft, drafts));
  const done = new Set<Draft>();
  for (const first of drafts) {
    /** Stages on the way, each with how much of what it reads was followed: the last of that leads to the next. */
    const way = new Map([[first, 0]]);
    const stack = [first];
    for (let last = stack.at(-1); last !== undefined; last = stack.at(-1)) {
      const followed = way.get(last)!;
      const next = done.has(last) ? undefined : reads[last.index]![followed]?.stage;
      way.set(last, followed + 1);
      if (next === undefined) {
        done.add(last);
        way.delete(last);
        stack.pop();
      } else if (way.has(next)) {
        const { from, stage } = reads[next.index]![way.get(next)! - 1]!;
        throw circle(from, next, stage);
      } else {
        way.set(next, 0);
        stack.push(next);
      }
    }
  }
}
