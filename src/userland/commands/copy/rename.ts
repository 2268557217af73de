import { SystemError } from "../../kernel/errno.ts";
import type { FileStat } from "../../kernel/files.ts";
import { tried } from "../tried.ts";
import { failed, type Item, type Result, type Session, tellCopy } from "./session.ts";
import { type CopyOptions, keyOf } from "./options.ts";
import type { Way } from "./way.ts";

/** mv's part: renames; undefined where the target is on another device, and all is to be copied. */
export async function renameTo(
  { io, targets, copied }: Session,
  { source, target, isArgument, isLast, top }: Item,
  from: FileStat,
  { backup, to }: Way,
  x: CopyOptions,
  renamed: boolean,
  early: SystemError | void | undefined,
): Promise<Result | undefined> {
  const { files } = io.proc;
  // What failed for another reason than a target in the way fails again.
  const again = !renamed && (to !== undefined || !(early instanceof SystemError) || early.code === "EEXIST");
  const error = renamed ? undefined : again ? tried<void>(() => files.rename(source, target)) : early;
  if (!(error instanceof SystemError)) {
    if (x.verbose) {
      await io.put("renamed ");
      await tellCopy(io, source, target, backup);
    }
    if (isArgument && !isLast) targets?.add(`${keyOf(from)} ${target}`);
    return { ok: true, renamed: true };
  }
  if (error.code === "EINVAL") {
    await io.complain(`cannot move ${io.quoteaf(top.source)} to a subdirectory of itself, ${io.quoteaf(top.target)}`);
    return { ok: true, intoSelf: true };
  }
  if (error.code !== "EXDEV") {
    await io.complain(`cannot move ${io.quoteaf(source)} to ${io.quoteaf(target)}: ${error.message}`);
    copied.delete(keyOf(from));
    return failed;
  }
  const cleared = tried<void>(() => (from.type === "directory" ? files.removeDirectory(target) : files.unlink(target)));
  if (cleared instanceof SystemError && cleared.code !== "ENOENT") {
    const what = `inter-device move failed: ${io.quoteaf(source)} to ${io.quoteaf(target)}; unable to remove target`;
    await io.complain(`${what}: ${cleared.message}`);
    return failed;
  }
  if (x.verbose && from.type !== "directory") {
    await io.put("copied ");
    await tellCopy(io, source, target, backup);
  }
  return undefined;
}
