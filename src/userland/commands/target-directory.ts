import { SystemError } from "../kernel/errno.ts";
import { type Arguments, misuse } from "./options.ts";
import type { Stdio } from "./stdio.ts";
import { tried } from "./tried.ts";

/** What cp, mv, install and ln share about where they write to. */
export const targetOptions = {
  target: { short: "t", long: "target-directory", value: "required" },
  noTarget: { short: "T", long: "no-target-directory" },
} as const;

export interface Places {
  readonly sources: readonly string[];
  /** A directory that they go into; undefined where `sources` is one and its target. */
  readonly directory: string | undefined;
  /** Why the last operand is no directory. */
  readonly error: SystemError | undefined;
}

/** target_directory_operand: open(2) with O_PATH and O_DIRECTORY. */
export function directoryError(io: Stdio, path: string): SystemError | undefined {
  const stat = tried(() => io.proc.files.stat(path));
  if (stat instanceof SystemError) return stat;
  return stat.type === "directory" ? undefined : new SystemError("ENOTDIR", path);
}

type Needed = "target" | "noTarget";

/** The operands of cp and mv, sorted out; wrong ones end the program. `renamed` tells that nothing is left to be looked at. */
export async function placesOf(
  io: Stdio,
  { has, values, operands }: Arguments<Needed>,
  missing?: (error: SystemError) => boolean,
): Promise<Places> {
  const targets = values("target");
  if (targets.length > 1) return io.die("multiple target directories specified");
  const directory = targets[0];
  if (operands.length <= (directory === undefined ? 1 : 0)) {
    const after =
      operands.length === 0
        ? "missing file operand"
        : `missing destination file operand after ${io.quoteaf(operands[0]!)}`;
    return misuse(io.proc, after, 1);
  }
  if (has("noTarget")) {
    if (directory !== undefined) await io.die("cannot combine --target-directory (-t) and --no-target-directory (-T)");
    if (operands.length > 2) return misuse(io.proc, `extra operand ${io.quoteaf(operands[2]!)}`, 1);
    return { sources: operands, directory: undefined, error: undefined };
  }
  if (directory !== undefined) {
    const error = directoryError(io, directory);
    if (error !== undefined && !(missing?.(error) ?? false)) {
      const what = missing === undefined ? "target directory" : "failed to access";
      await io.die(`${what} ${io.quoteaf(directory)}: ${error.message}`);
    }
    return { sources: operands, directory, error };
  }
  const last = operands.at(-1)!;
  const error = directoryError(io, last);
  if (error === undefined) return { sources: operands.slice(0, -1), directory: last, error };
  if (operands.length > 2) await io.die(`target ${io.quoteaf(last)}: ${error.message}`);
  return { sources: operands, directory: undefined, error };
}
