import { SystemError } from "../kernel/errno.ts";
import { type Arguments, misuse } from "./options.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";
import { tried } from "./tried.ts";

/** unlink of coreutils. */
export const unlink = tool({ options: standardOptions, run: buffered(run) });

async function run(io: Stdio, { operands }: Arguments<keyof typeof standardOptions>): Promise<number> {
  const [path, extra] = operands;
  if (path === undefined) return misuse(io.proc, "missing operand", 1);
  if (extra !== undefined) return misuse(io.proc, `extra operand ${io.quote(extra)}`, 1);
  const failed = tried<void>(() => io.proc.files.unlink(path));
  return failed instanceof SystemError ? io.die(`cannot unlink ${io.quoteaf(path)}: ${failed.message}`) : 0;
}
