import { SystemError } from "../kernel/errno.ts";
import type { OpenFile } from "../kernel/open-file.ts";
import { openInput } from "./input.ts";
import type { Given } from "./options.ts";
import type { Stdio } from "./stdio.ts";

/**
 * Shows a part of each operand, of standard input where there is none, under headers where there are
 * several, as head and tail do. Resolves to the exit status.
 */
export async function showEach(
  io: Stdio,
  operands: readonly string[],
  given: readonly Given<string>[],
  show: (file: OpenFile) => Promise<void>,
): Promise<number> {
  const names = operands.length === 0 ? ["-"] : operands;
  const loudness = given.findLast(({ name }) => name === "quiet" || name === "verbose")?.name;
  const headers = loudness === undefined ? names.length > 1 : loudness === "verbose";
  let first = true;
  for (const name of names) {
    const file = await open(io, name);
    if (file === undefined) continue;
    const shown = name === "-" ? "standard input" : name;
    if (headers) await io.put(`${first ? "" : "\n"}==> ${shown} <==\n`);
    first = false;
    try {
      await show(file);
    } catch (error) {
      if (!(error instanceof SystemError) || error.code === "EPIPE") throw error;
      await io.complain(`error reading ${io.quoteaf(shown)}: ${error.message}`);
    } finally {
      file.close();
    }
  }
  return io.failed ? 1 : 0;
}

async function open(io: Stdio, name: string): Promise<OpenFile | undefined> {
  try {
    return await openInput(io.proc, name);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    await io.complain(`cannot open ${io.quoteaf(name)} for reading: ${error.message}`);
    return undefined;
  }
}
