import { directoryName } from "./file-names.ts";
import { type Arguments, misuse } from "./options.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";

const options = { zero: { short: "z", long: "zero" }, ...standardOptions } as const;

/** dirname of coreutils. */
export const dirname = tool({ options, run: buffered(run) });

async function run(io: Stdio, { has, operands }: Arguments<keyof typeof options>): Promise<number> {
  if (operands.length === 0) return misuse(io.proc, "missing operand", 1);
  for (const name of operands) await io.put(`${directoryName(name)}${has("zero") ? "\0" : "\n"}`);
  return 0;
}
