import { SystemError } from "../kernel/errno.ts";
import type { Process } from "../kernel/process.ts";
import { execByName } from "./execvp.ts";
import { complain } from "./messages.ts";

/**
 * What ends a program that becomes another one, as env, nice and nohup do: the status of that one,
 * or 127 and 126 with why it is not to be had.
 */
export async function becomeCommand(
  proc: Process,
  args: readonly string[],
  complaint: (name: string) => string,
  env = proc.env,
): Promise<number> {
  const own = proc.args;
  try {
    return await execByName(proc, args, env);
  } catch (error) {
    // What the other one throws is not ours to tell of.
    if (!(error instanceof SystemError) || proc.args !== own) throw error;
    await complain(proc, `${complaint(args[0]!)}: ${error.message}`);
    return error.code === "ENOENT" ? 127 : 126;
  }
}
