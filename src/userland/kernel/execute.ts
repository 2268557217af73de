import type { Credentials } from "./credentials.ts";
import { isRoot } from "./credentials.ts";
import { SystemError } from "./errno.ts";
import type { FileStat } from "./files.ts";
import type { Program } from "./program.ts";
import type { Executed, Programs } from "./programs.ts";
import { Refusal } from "./refusal.ts";

const longestArgument = 128 * 1024;
const longestTogether = 2 * 1024 * 1024;
/** BINPRM_MAX_RECURSION */
const interpreters = 5;

export interface Executable {
  readonly program: Program;
  readonly args: readonly string[];
}

/** A file as the kernel sees it, which may read what the process may not. */
export type Opened = Omit<Executed, "name"> & { readonly stat: FileStat };

interface Calling {
  /** Throws where it may not be executed, or is no regular file. */
  readonly open: (path: string) => Opened;
  readonly programs: Programs;
  readonly who: Credentials;
}

/**
 * What execve(2) would start: the program that the file is, or the interpreter that its first line
 * names, with its arguments in front. Rejects with ENOENT, EACCES, ENOEXEC, ELOOP, E2BIG.
 */
export async function executable(path: string, args: readonly string[], calling: Calling): Promise<Executable> {
  const together = args.reduce((sum, one) => sum + one.length + 9, 0);
  if (together > longestTogether || args.some((one) => one.length >= longestArgument))
    throw new SystemError("E2BIG", path);
  let at = path;
  let now = args;
  for (let depth = 0; depth <= interpreters; depth++) {
    const { stat, ...file } = calling.open(at);
    const found = await calling.programs.recognise({ ...file, name: now[0] ?? "" });
    if (found.kind === "unknown") throw new Refusal(found.why.word, found.why.reason, found.why.help);
    if (found.kind === "text") throw new SystemError("ENOEXEC", at);
    if (found.kind === "program") {
      if ((stat.mode & 0o4000) !== 0 && stat.uid !== calling.who.uid && !isRoot(calling.who))
        throw new Refusal(shown(at), "would run with the rights of another user (setuid), which is not emulated");
      return { program: found.program, args: now };
    }
    now = [found.interpreter, ...(found.argument === undefined ? [] : [found.argument]), at, ...now.slice(1)];
    at = found.interpreter;
  }
  throw new SystemError("ELOOP", path);
}

const shown = (path: string): string => Buffer.from(path, "latin1").toString();
