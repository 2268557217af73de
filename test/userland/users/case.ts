import type { Files } from "../../support/userland.ts";

/** Commands that are run one after the other over the tree of `start.ts`. */
export interface Case {
  readonly commands: readonly (readonly string[])[];
  /** More files, or others. */
  readonly files?: Files;
  /** Files of the start that are not there. */
  readonly without?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input of each command. */
  readonly stdin?: string;
  readonly who?: { readonly uid: number; readonly gid: number };
}

/** What a command gave; text is latin1. */
export interface Answer {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** What the commands gave, and the lines of `tree.ts` that are in the tree now and were not. */
export interface Told {
  readonly answers: readonly Answer[];
  readonly changes: readonly string[];
}

/** A case of commands whose words hold no blanks. */
export const one = (...lines: readonly string[]): Case => ({ commands: lines.map((line) => line.split(" ")) });
