import { isErrno, type SystemError } from "../kernel/errno.ts";
import type { Process } from "../kernel/process.ts";

/**
 * execvp(3): a program takes the place of the process. A word without a slash is looked for along
 * PATH; a file without a first line that names an interpreter is a script of /bin/sh. Resolves to
 * the status with which the process must end; rejects as execve(2) does.
 */
export async function execByName(proc: Process, args: readonly string[], env = proc.env): Promise<number> {
  const name = args[0]!;
  if (name.includes("/")) return execFile(proc, name, args, env);
  let denied: SystemError | undefined;
  let last: unknown;
  for (const folder of (env.get("PATH") ?? "/bin:/usr/bin").split(":")) {
    try {
      return await execFile(proc, folder === "" ? name : `${folder}/${name}`, args, env);
    } catch (error) {
      if (!isErrno(error, "ENOENT", "ENOTDIR", "EACCES", "ENODEV")) throw error;
      if (error.code === "EACCES") denied = error;
      last = error;
    }
  }
  throw denied ?? last;
}

async function execFile(proc: Process, path: string, args: readonly string[], env: Process["env"]): Promise<number> {
  try {
    return await proc.execve(path, { args, env });
  } catch (error) {
    if (!isErrno(error, "ENOEXEC")) throw error;
    return proc.execve("/bin/sh", { args: ["/bin/sh", path, ...args.slice(1)], env });
  }
}
