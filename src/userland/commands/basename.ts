import { lastComponent, stripTrailingSlashes } from "./file-names.ts";
import { type Arguments, misuse } from "./options.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";

const options = {
  multiple: { short: "a", long: "multiple" },
  suffix: { short: "s", long: "suffix", value: "required" },
  zero: { short: "z", long: "zero" },
  ...standardOptions,
} as const;

/** basename of coreutils. */
export const basename = tool({ options, order: "in-order", run: buffered(run) });

async function run(io: Stdio, { has, value, operands }: Arguments<keyof typeof options>): Promise<number> {
  if (operands.length === 0) return misuse(io.proc, "missing operand", 1);
  const several = has("multiple") || has("suffix");
  if (!several && operands.length > 2) return misuse(io.proc, `extra operand ${io.quote(operands[2]!)}`, 1);
  const suffix = value("suffix") ?? (several ? "" : (operands[1] ?? ""));
  for (const name of several ? operands : operands.slice(0, 1)) {
    const base = stripTrailingSlashes(lastComponent(name) || name);
    const isRoot = base.startsWith("/");
    const kept =
      !isRoot && suffix !== "" && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
    await io.put(`${kept}${has("zero") ? "\0" : "\n"}`);
  }
  return 0;
}
