import { SystemError } from "../kernel/errno.ts";
import { canonicalise } from "./canonicalise.ts";
import { type Arguments, misuse } from "./options.ts";
import { lastOf } from "./own-options.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";
import { tried } from "./tried.ts";

const options = {
  last: { short: "f", long: "canonicalize" },
  existing: { short: "e", long: "canonicalize-existing" },
  missing: { short: "m", long: "canonicalize-missing" },
  noNewline: { short: "n", long: "no-newline" },
  quiet: { short: "qs", long: ["quiet", "silent"] },
  verbose: { short: "v", long: "verbose" },
  zero: { short: "z", long: "zero" },
  ...standardOptions,
} as const;

/** readlink of coreutils. */
export const readlink = tool({ options, run: buffered(run) });

async function run(io: Stdio, args: Arguments<keyof typeof options>): Promise<number> {
  const { has, operands } = args;
  if (operands.length === 0) return misuse(io.proc, "missing operand", 1);
  const bare = has("noNewline") && operands.length === 1;
  if (has("noNewline") && operands.length > 1) await io.complain("ignoring --no-newline with multiple arguments");
  const mode = lastOf(args, "last", "existing", "missing");
  const verbose = io.proc.env.has("POSIXLY_CORRECT") || lastOf(args, "quiet", "verbose") === "verbose";
  let status = 0;
  for (const path of operands) {
    const found = mode === undefined ? tried(() => io.proc.files.readLink(path)) : canonicalise(io.proc, path, mode);
    if (found instanceof SystemError) {
      status = 1;
      if (verbose) await io.complain(`${io.quotef(path)}: ${found.message}`);
    } else await io.put(`${found}${bare ? "" : has("zero") ? "\0" : "\n"}`);
  }
  return status;
}
