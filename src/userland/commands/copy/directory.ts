import { SystemError } from "../../kernel/errno.ts";
import type { Files, FileStat } from "../../kernel/files.ts";
import { joinNames } from "../file-names.ts";
import { tried } from "../tried.ts";
import { type Copy, failed, type Item, type Result, type Session, tellCopy } from "./session.ts";
import { preserve } from "./make-target.ts";
import { type CopyOptions, isSame, keyOf } from "./options.ts";
import type { Way } from "./way.ts";

/** A directory and what is in it, each name by `copy`. */
export async function copyDirectory(
  session: Session,
  item: Item,
  from: FileStat,
  { copy, ...way }: Way & { readonly copy: Copy },
  x: CopyOptions,
): Promise<Result> {
  const { io } = session;
  const { source, target, parent } = item;
  if (item.ancestors.some((above) => isSame(above, from))) {
    await io.complain(`cannot copy cyclic symbolic link ${io.quoteaf(source)}`);
    return failed;
  }
  const bits = (x.mode ?? from.mode) & 0o7777;
  const makes = way.isNew || way.to?.type !== "directory";
  const omitted = makes ? bits & (x.preserveOwner ? 0o077 : 0o022) : 0;
  let unsearchable: number | undefined;
  if (makes) {
    const made = await make(session, item, bits & ~omitted, x);
    if (made === undefined) return failed;
    unsearchable = (made.mode & 0o700) === 0o700 ? undefined : made.mode;
  }
  const inside =
    x.oneDevice && parent !== undefined && parent.device !== from.device
      ? { ok: true }
      : await copyInside(session, item, from, { isNew: way.isNew, copy }, x);
  const kept = await preserve(io, source, target, from, { ...way, isNew: makes }, omitted, x, unsearchable);
  return { ...inside, ok: inside.ok && kept };
}

async function make(
  { io, copied }: Session,
  { source, target, top }: Item,
  mode: number,
  x: CopyOptions,
): Promise<FileStat | undefined> {
  const { files } = io.proc;
  const made = tried<void>(() => files.makeDirectory(target, mode));
  if (made instanceof SystemError) {
    await io.complain(`cannot create directory ${io.quoteaf(target)}: ${made.message}`);
    return undefined;
  }
  const stat = files.lstat(target);
  if ((stat.mode & 0o700) !== 0o700) files.changeMode(target, stat.mode | 0o700);
  // Whatever comes to this directory again would copy it into itself.
  if (top.made === undefined) {
    copied.set(keyOf(stat), target);
    top.made = files.realPath(target);
  }
  if (x.verbose) {
    if (x.move) await io.put(`created directory ${io.quoteaf(target)}\n`);
    else await tellCopy(io, source, target, undefined);
  }
  return stat;
}

async function copyInside(
  session: Session,
  item: Item,
  from: FileStat,
  { isNew, copy }: { readonly isNew: boolean; readonly copy: Copy },
  x: CopyOptions,
): Promise<Result> {
  const { io } = session;
  const names = tried(() => io.proc.files.list(item.source));
  if (names instanceof SystemError) {
    await io.complain(`cannot access ${io.quoteaf(item.source)}: ${names.message}`);
    return failed;
  }
  const below = x.follow === "arguments" ? { ...x, follow: "never" as const } : x;
  const ancestors = [...item.ancestors, from];
  let ok = true;
  for (const name of targetLast(io.proc.files, item, names)) {
    const child = { ...item, source: joinNames(item.source, name), target: joinNames(item.target, name) };
    const result = await copy(
      session,
      { ...child, isNew: isNew ? true : undefined, isArgument: false, isLast: false, parent: from, ancestors },
      below,
    );
    ok &&= result.ok;
    if (result.intoSelf === true) return { ok: false, intoSelf: true };
    const pause = io.proc.breathe();
    if (pause) await pause;
  }
  return { ok };
}

/**
 * A directory that is copied into itself has what was made of it come last, as most file systems
 * list it; where the target was there before, what was made in it comes first, or there is no end.
 */
function targetLast(files: Files, { source, top }: Item, names: readonly string[]): readonly string[] {
  const real = tried(() => files.realPath(source));
  if (real instanceof SystemError || top.made?.startsWith(real === "/" ? real : `${real}/`) !== true) return names;
  const [within, ...more] = top.made.slice(real === "/" ? 1 : real.length + 1).split("/");
  if (!names.includes(within!)) return names;
  const others = names.filter((name) => name !== within);
  const ends = more.length === 0 && tried(() => files.realPath(top.target)) !== top.made;
  return ends ? [within!, ...others] : [...others, within!];
}
