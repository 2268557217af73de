import { SystemError } from "../../userland/kernel/errno.ts";
import type { First, Kernel } from "../../userland/kernel/kernel.ts";

/** How the first command of a RUN ended; `said` where it could not be started. */
export interface Outcome {
  readonly status: number;
  readonly said?: string;
}

/** Starts a command as runc does: looked up along PATH, with the shell's statuses for what cannot be started. */
export async function command(kernel: Kernel, first: First): Promise<Outcome> {
  const [name = ""] = first.args;
  const files = kernel.filesOf(first);
  const shown = JSON.stringify(Buffer.from(name, "latin1").toString("utf8"));
  try {
    files.access(first.cwd, { execute: true });
    const path = name.includes("/") ? name : lookUp(name, first, files);
    if (path === undefined) return { status: 127, said: `exec: ${shown}: executable file not found in $PATH` };
    return { status: await kernel.execute(path, first) };
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const missing = error.code === "ENOENT" || error.code === "ENOTDIR";
    const why = error.code === "ENOEXEC" ? "exec format error" : error.message.toLowerCase();
    return { status: missing ? 127 : 126, said: `exec: ${shown}: ${why}` };
  }
}

/** Go's exec.LookPath. */
function lookUp(name: string, { env }: First, files: ReturnType<Kernel["filesOf"]>): string | undefined {
  for (const directory of (env.get("PATH") ?? "").split(":")) {
    const path = `${directory === "" ? "." : directory}/${name}`;
    try {
      files.executable(path);
      return path;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
    }
  }
  return undefined;
}
