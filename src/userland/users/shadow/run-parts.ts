import { isErrno } from "../../kernel/errno.ts";
import type { Call } from "./shadow-tool.ts";

/** Runs the scripts of a directory before or after a change (shadow: libmisc/run_part.c). Whether all ended with 0. */
export async function runParts(
  call: Call<string>,
  directory: string,
  subject: string,
  action: string,
): Promise<boolean> {
  const { proc } = call;
  for (const name of namesIn(call, directory)) {
    const path = `${directory}/${name}`;
    if (proc.files.stat(path).type !== "file") continue;
    const env = new Map([...proc.env, ["ACTION", action], ["SUBJECT", subject]]);
    if ((await proc.exec(path, { args: [path], env })) === 0) continue;
    await proc.err(`${name}: did not exit cleanly.\n`);
    return false;
  }
  return true;
}

function namesIn({ proc }: Call<string>, directory: string): readonly string[] {
  try {
    return proc.files.list(directory);
  } catch (error) {
    if (isErrno(error)) return [];
    throw error;
  }
}
