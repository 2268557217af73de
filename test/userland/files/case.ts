import type { Lines } from "../../support/tool-lines.ts";

/** A command line over the files of the fixture, and what else it runs with. */
export type Case = string | Omit<Lines, "files">;

/** Each n-th: all combinations would take too long in a test. */
export const sampled = <One>(all: readonly One[], each: number): readonly One[] =>
  all.filter((_, at) => at % each === 0);
