import type { Entry } from "../fts.ts";
import type { Owners } from "../owners.ts";
import type { Stdio } from "../stdio.ts";

/** What all tests and actions of one run of find share. */
export interface Search {
  readonly io: Stdio;
  readonly owners: Owners;
  /** Nanoseconds since 1970, when it began. */
  readonly now: bigint;
  /** Set by -quit. */
  quit: boolean;
  /** What waits for "-exec … +", by action: run at the end. */
  readonly ends: (() => Promise<void>)[];
  failed: boolean;
}

export type Test = (entry: Entry, search: Search) => boolean | Promise<boolean>;

/** What stands on the command line, read. */
export interface Expression {
  readonly test: Test;
  readonly follow: "never" | "roots" | "always";
  readonly oneDevice: boolean;
  readonly depthFirst: boolean;
  readonly minDepth: number;
  readonly maxDepth: number;
}
