import { readFileSync } from "node:fs";
import { allowed } from "./allowed.ts";
import type { Answer } from "./answer.ts";
import { differencesOf } from "./differences.ts";
import { withBase } from "./rows.ts";

export interface Recording {
  readonly recorder: { readonly files: readonly string[]; readonly sha256: string };
  readonly cases: Readonly<Record<string, Answer>>;
}

export const recordingOf = (section: string): Recording =>
  JSON.parse(readFileSync(new URL(`../recordings/differential/${section}.json`, import.meta.url), "utf8")) as Recording;

/** A recorded answer as it was given, its tree whole again. */
export const whole = (answer: Answer, base: Readonly<Record<string, string>>): Answer =>
  "tree" in answer ? { ...answer, tree: withBase(answer.tree, base) } : answer;

/** Differences that no reason of allowed.ts explains; `used` collects the reasons that were needed. */
export const unexplained = (
  name: string,
  ours: Answer,
  theirs: Answer,
  { dockerfile, used }: { readonly dockerfile: string; readonly used?: Set<string> },
): readonly string[] =>
  differencesOf(ours, theirs, dockerfile).filter((line) => {
    const reason = allowed.find((each) => each.allows(name, line));
    if (reason !== undefined) used?.add(reason.why);
    return reason === undefined;
  });
