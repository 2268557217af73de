import { SystemError } from "../kernel/errno.ts";
import { type Arguments, misuse } from "./options.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";
import { tried } from "./tried.ts";

/** link of coreutils. */
export const link = tool({ options: standardOptions, run: buffered(run) });

async function run(io: Stdio, { operands }: Arguments<keyof typeof standardOptions>): Promise<number> {
  const [source, target, extra] = operands;
  if (source === undefined) return misuse(io.proc, "missing operand", 1);
  if (target === undefined) return misuse(io.proc, `missing operand after ${io.quote(source)}`, 1);
  if (extra !== undefined) return misuse(io.proc, `extra operand ${io.quote(extra)}`, 1);
  const failed = tried<void>(() => io.proc.files.link(source, target));
  return failed instanceof SystemError
    ? io.die(`cannot create link ${io.quoteaf(target)} to ${io.quoteaf(source)}: ${failed.message}`)
    : 0;
}
