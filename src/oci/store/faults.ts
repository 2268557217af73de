import { DjibError } from "../../errors.ts";
import { problem } from "./errors.ts";

/** What Node says when the system refuses; undefined for every other error. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;

export const isMissing = (error: unknown): boolean => codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR";

/** What people are told when the system refused to touch `path`; other errors as they are. */
export function fault(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (error instanceof DjibError || code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
  if (code === "ENOSPC" || code === "EDQUOT")
    return problem("store/full", `no space left on the disk of ${path}`, {
      help: "free some space, run `djib prune`, or set DJIB_STORE to a directory on a larger disk",
      cause: error,
    });
  const reason = (error as Error).message.replace(/^E[A-Z0-9]+: /, "").replace(/, [a-z]+(?: '.*)?$/s, "");
  return problem("store/io", `the store cannot use ${path}: ${reason} (${code})`, {
    help: hints.get(code) ?? "see whether the disk is healthy and mounted, or set DJIB_STORE to another directory",
    cause: error,
  });
}

const notYours = "give the directory to the user who runs djib, or set DJIB_STORE to one of your own";
const hints = new Map([
  ["EACCES", notYours],
  ["EPERM", notYours],
  ["EROFS", "the file system is mounted read-only; set DJIB_STORE to a directory that can be written"],
  ["EMFILE", "too many files are open; raise the limit with `ulimit -n`"],
]);

/** Runs `work` and tells its failures as faults of `path`. */
export async function withFaults<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw fault(error, path);
  }
}
