import type { FileStat } from "../../kernel/files.ts";
import type { Answers } from "../answers.ts";
import type { Stdio } from "../stdio.ts";
import type { CopyOptions } from "./options.ts";

/** What one run of cp, mv or install remembers. */
export interface Session {
  readonly io: Stdio;
  readonly answers: Answers;
  /** Where the file of a source's device and inode was copied to. */
  readonly copied: Map<string, string>;
  /** Targets of arguments by path and file, where there are several. */
  readonly targets: Set<string> | undefined;
  /** Sources of arguments, likewise. */
  readonly sources: Set<string> | undefined;
}

/** One name to be copied. */
export interface Item {
  readonly source: string;
  readonly target: string;
  /** Whether nothing can be at the target; undefined where that is to be looked up. */
  readonly isNew: boolean | undefined;
  readonly isArgument: boolean;
  /** Whether no argument comes after it. */
  readonly isLast: boolean;
  readonly parent: FileStat | undefined;
  readonly ancestors: readonly FileStat[];
  /** The argument that this is below, for messages. */
  readonly top: Top;
}

export interface Top {
  readonly source: string;
  readonly target: string;
  /** Where the first directory was made, absolute, without symlinks. */
  made: string | undefined;
}

export interface Result {
  readonly ok: boolean;
  /** Where a directory was to be copied into itself. */
  readonly intoSelf?: boolean;
  /** Nothing is left to be removed. */
  readonly renamed?: boolean;
}

/** Copies one name, with all below it. */
export type Copy = (session: Session, item: Item, x: CopyOptions) => Promise<Result>;

export const failed: Result = { ok: false };

export async function tellCopy(io: Stdio, source: string, target: string, backup: string | undefined): Promise<void> {
  const kept = backup === undefined ? "" : ` (backup: ${io.quoteaf(backup)})`;
  await io.put(`${io.quoteaf(source)} -> ${io.quoteaf(target)}${kept}\n`);
}
