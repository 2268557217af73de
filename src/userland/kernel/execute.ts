import type { Credentials } from "./credentials.ts";
import { isRoot } from "./credentials.ts";
import { SystemError } from "./errno.ts";
import type { Files } from "./files.ts";
import type { Program } from "./program.ts";
import type { Programs } from "./programs.ts";
import { Refusal } from "./refusal.ts";

const headBytes = 256;
const longestArgument = 128 * 1024;
const longestTogether = 2 * 1024 * 1024;
/** BINPRM_MAX_RECURSION */
const interpreters = 5;

export interface Executable {
  readonly program: Program;
  readonly args: readonly string[];
}

interface Calling {
  readonly files: Files;
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
    const { files, programs, who } = calling;
    const stat = files.stat(at);
    if (stat.type !== "file") throw new SystemError("EACCES", at);
    files.access(at, { execute: true });
    const head = await headOf(at, files);
    const line = interpreterOf(head);
    if (line === undefined) {
      if ((stat.mode & 0o4000) !== 0 && stat.uid !== who.uid && !isRoot(who))
        throw new Refusal(shown(at), "would run with the rights of another user (setuid), which is not emulated");
      const program = await programs.recognise(files.realPath(at), head, files);
      if (program === undefined) throw new SystemError("ENOEXEC", at);
      return { program, args: now };
    }
    now = [line.path, ...(line.argument === "" ? [] : [line.argument]), at, ...now.slice(1)];
    at = line.path;
  }
  throw new SystemError("ELOOP", path);
}

async function headOf(path: string, files: Files): Promise<Uint8Array> {
  const file = await files.open(path, { read: true });
  try {
    const head = new Uint8Array(headBytes);
    let length = 0;
    for (;;) {
      const part = await file.read(headBytes - length);
      head.set(part, length);
      length += part.length;
      if (part.length === 0 || length === headBytes) return head.subarray(0, length);
    }
  } finally {
    file.close();
  }
}

/** binfmt_script: the first line after "#!", one argument at most, blanks around both cut. */
function interpreterOf(head: Uint8Array): { readonly path: string; readonly argument: string } | undefined {
  if (head[0] !== 0x23 || head[1] !== 0x21) return undefined;
  const line = Buffer.from(head).toString("latin1").slice(2).split("\n")[0]!;
  const [, path = "", argument = ""] = /^[ \t]*([^ \t]*)[ \t]*(.*?)[ \t]*$/s.exec(line)!;
  if (path === "") throw new SystemError("ENOEXEC");
  return { path, argument };
}

const shown = (path: string): string => Buffer.from(path, "latin1").toString();
