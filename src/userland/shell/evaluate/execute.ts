import { isErrno, SystemError } from "../../kernel/errno.ts";
import { Refusal } from "../../kernel/refusal.ts";
import type { Shell } from "../shell.ts";
import { candidates } from "./find-command.ts";

/** A program has taken the shell's place and has ended. */
export class Replaced extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`replaced by a program that ended with ${status}`);
    this.status = status;
  }
}

/**
 * Runs a program in place of the shell, found along PATH from `index` on: dash's shellexec().
 * Never returns: throws `Replaced`.
 */
export async function execute(shell: Shell, args: readonly string[], path: string, index: number): Promise<never> {
  const name = args[0]!;
  let why: SystemError = new SystemError("ENOENT", name);
  const places = name.includes("/") ? [name] : candidates(path, name).slice(Math.max(index, 0));
  for (const place of places) {
    try {
      throw new Replaced(await tryExecute(shell, place, args));
    } catch (error) {
      if (error instanceof Refusal) error.line ??= shell.line;
      if (!isErrno(error) || error.code === "EPIPE") throw error;
      if (!isErrno(error, "ENOENT", "ENOTDIR") || name.includes("/")) why = error;
    }
  }
  const missing = isErrno(why, "ENOENT", "ENOTDIR");
  await shell.warn(`${name}: ${missing ? "not found" : why.message}`);
  throw new Replaced(missing || isErrno(why, "ELOOP", "ENAMETOOLONG") ? 127 : 126);
}

/** A text that names no interpreter is a script of /bin/sh. */
async function tryExecute(shell: Shell, path: string, args: readonly string[]): Promise<number> {
  const env = shell.variables.environment();
  try {
    return await shell.proc.execve(path, { args, env });
  } catch (error) {
    if (!isErrno(error, "ENOEXEC") || (await isBinary(shell, path))) throw error;
    return shell.proc.execve("/bin/sh", { args: ["/bin/sh", path, ...args.slice(1)], env });
  }
}

/** Debian's file_is_binary(): the first line holds what no text does. */
async function isBinary(shell: Shell, path: string): Promise<boolean> {
  const file = await shell.proc.files.open(path, { read: true }).catch((error: unknown) => {
    if (isErrno(error)) return undefined;
    throw error;
  });
  if (file === undefined) return true;
  const bytes = await file.read(128);
  file.close();
  for (const byte of bytes) {
    if (byte <= 8 || (byte >= 16 && byte <= 31 && byte !== 27) || byte === 0x7f) return true;
    if (byte === 10) return false;
  }
  return false;
}
