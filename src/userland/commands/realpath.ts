import { SystemError } from "../kernel/errno.ts";
import { canonicalise, type Missing } from "./canonicalise.ts";
import { type Arguments, misuse } from "./options.ts";
import { lastOf } from "./own-options.ts";
import { relativeTo } from "./relative-path.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";
import { tried } from "./tried.ts";

const options = {
  existing: { short: "e", long: "canonicalize-existing" },
  missing: { short: "m", long: "canonicalize-missing" },
  logical: { short: "L", long: "logical" },
  physical: { short: "P", long: "physical" },
  quiet: { short: "q", long: "quiet" },
  relativeTo: { long: "relative-to", value: "required" },
  relativeBase: { long: "relative-base", value: "required" },
  noLinks: { short: "s", long: ["strip", "no-symlinks"] },
  zero: { short: "z", long: "zero" },
  ...standardOptions,
} as const;

/** realpath of coreutils. */
export const realpath = tool({ options, run: buffered(run) });

const isWithin = (path: string, base: string): boolean => base === "/" || path === base || path.startsWith(`${base}/`);

async function run(io: Stdio, args: Arguments<keyof typeof options>): Promise<number> {
  const { has, value, operands } = args;
  if (operands.length === 0) return misuse(io.proc, "missing operand", 1);
  const missing: Missing = lastOf(args, "existing", "missing") ?? "last";
  const links = lastOf(args, "logical", "physical", "noLinks") ?? "physical";

  function resolve(path: string): string | SystemError {
    if (links === "physical") return canonicalise(io.proc, path, missing);
    // Without links first; what exists at all is asked afterwards.
    const lexical = canonicalise(io.proc, path, "missing", false);
    if (lexical instanceof SystemError) return lexical;
    const real = canonicalise(io.proc, path, missing);
    const fails = real instanceof SystemError && (real.code === "ENOTDIR" || missing === "existing");
    if (links === "logical") return fails && real.code === "ENOTDIR" ? real : canonicalise(io.proc, lexical, missing);
    return fails || (real instanceof SystemError && real.code !== "ENOENT") ? real : lexical;
  }
  async function directory(path: string | undefined): Promise<string | undefined> {
    if (path === undefined) return undefined;
    const found = resolve(path);
    if (found instanceof SystemError) return io.die(`${io.quotef(path)}: ${found.message}`);
    const stat = missing === "existing" ? tried(() => io.proc.files.stat(found)) : undefined;
    if (stat !== undefined && !(stat instanceof SystemError) && stat.type !== "directory")
      await io.die(`${io.quotef(path)}: Not a directory`);
    return found;
  }
  let to = await directory(value("relativeTo"));
  let base = await directory(value("relativeBase"));
  if (base !== undefined && to !== undefined && !isWithin(to, base)) {
    base = undefined;
    to = undefined;
  }
  to ??= base;
  let status = 0;
  for (const path of operands) {
    const found = resolve(path);
    if (found instanceof SystemError) {
      status = 1;
      if (!has("quiet")) await io.complain(`${io.quotef(path)}: ${found.message}`);
      continue;
    }
    const isRelative = to !== undefined && (base === undefined || isWithin(found, base));
    await io.put(`${isRelative ? relativeTo(found, to!) : found}${has("zero") ? "\0" : "\n"}`);
  }
  return status;
}
