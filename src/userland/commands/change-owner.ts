import { SystemError } from "../kernel/errno.ts";
import type { FileStat } from "../kernel/files.ts";
import { type Entry, fts, type Walk } from "./fts.ts";
import type { OwnerSpec } from "./owner-spec.ts";
import type { Owners } from "./owners.ts";
import { warnOfRoot } from "./remove.ts";
import type { Stdio } from "./stdio.ts";
import { tried } from "./tried.ts";

export interface ChangeOwner {
  readonly to: OwnerSpec;
  /** Only of files that belong to these. */
  readonly from: { readonly uid: number; readonly gid: number };
  readonly recursive: boolean;
  readonly follow: Exclude<Walk["follow"], undefined>;
  /** What a symlink leads to is changed, not the link. */
  readonly referent: boolean;
  readonly silent: boolean;
  readonly verbosity: "off" | "changes" | "high";
  /** Of "/", which is left alone. */
  readonly root: FileStat | undefined;
  readonly owners: Owners;
}

/** chown_files of coreutils' src/chown-core.c; whether all went well. */
export async function changeOwners(io: Stdio, names: readonly string[], how: ChangeOwner): Promise<boolean> {
  let ok = true;
  for (const entry of fts(io.proc.files, names, how)) {
    ok = (await visit(io, entry, how)) && ok;
    if (!how.recursive) entry.skip = true;
    const pause = io.proc.breathe();
    if (pause) await pause;
  }
  return ok;
}

async function visit(io: Stdio, entry: Entry, how: ChangeOwner): Promise<boolean> {
  const { recursive, root } = how;
  if (entry.info === "D" && recursive) {
    if (!isSame(root, entry.stat)) return true;
    await warnOfRoot(io, entry.path);
    entry.skip = true;
    return false;
  }
  if (entry.info === "DP" && !recursive) return true;
  const trouble = troubleOf(io, entry);
  if (trouble !== undefined) {
    if (!how.silent) await io.complain(trouble);
    return describe(io, entry, how, { ok: false, changed: false, stat: undefined });
  }
  return change(io, entry, how);
}

function troubleOf(io: Stdio, { info, path, error }: Entry): string | undefined {
  if (info === "NS") return `cannot access ${io.quoteaf(path)}: ${error!.message}`;
  if (info === "DNR") return `cannot read directory ${io.quoteaf(path)}: ${error!.message}`;
  return undefined;
}

const isSame = (root: FileStat | undefined, stat: FileStat | undefined): boolean =>
  root !== undefined && stat !== undefined && root.inode === stat.inode && root.device === stat.device;

async function change(io: Stdio, entry: Entry, how: ChangeOwner): Promise<boolean> {
  const { to, from, referent, silent, root } = how;
  const { files } = io.proc;
  const { path } = entry;
  const stat = referent && entry.stat!.type === "symlink" ? tried(() => files.stat(path)) : entry.stat!;
  if (stat instanceof SystemError) {
    if (!silent) await io.complain(`cannot dereference ${io.quoteaf(path)}: ${stat.message}`);
    return describe(io, entry, how, { ok: false, changed: false, stat: entry.stat });
  }
  if (entry.stat!.type === "directory" && isSame(root, stat)) {
    await warnOfRoot(io, path);
    return false;
  }
  const wanted = (from.uid === -1 || from.uid === stat.uid) && (from.gid === -1 || from.gid === stat.gid);
  const failed = wanted ? tried(() => files.changeOwner(path, to.uid, to.gid, { follow: referent })) : undefined;
  const ok = !(failed instanceof SystemError);
  if (!ok && !silent) {
    const what = to.uid === -1 ? "group" : "ownership";
    await io.complain(`changing ${what} of ${io.quoteaf(path)}: ${failed.message}`);
  }
  const keeps = (to.uid === -1 || to.uid === stat.uid) && (to.gid === -1 || to.gid === stat.gid);
  return describe(io, entry, how, { ok, changed: wanted && ok && !keeps, stat });
}

interface Result {
  readonly ok: boolean;
  readonly changed: boolean;
  readonly stat: FileStat | undefined;
}

/** What -v and -c say; gives whether all went well. */
async function describe(io: Stdio, { path }: Entry, how: ChangeOwner, { ok, changed, stat }: Result): Promise<boolean> {
  const { verbosity, to, owners } = how;
  if (verbosity === "off" || !(changed || verbosity === "high")) return ok;
  const user = to.userName ?? (to.uid === -1 ? undefined : String(to.uid));
  const group = to.groupName ?? (to.gid === -1 ? undefined : String(to.gid));
  const oldUser = stat && (owners.userName(stat.uid) ?? String(stat.uid));
  const oldGroup = stat && (owners.groupName(stat.gid) ?? String(stat.gid));
  const spec = pair(user, group);
  const old = pair(user === undefined ? undefined : oldUser, group === undefined ? undefined : oldGroup);
  const name = io.quoteaf(path);
  const what = user === undefined ? (group === undefined ? undefined : "group") : "ownership";
  await io.put(`${sentence()}\n`);
  return ok;

  function sentence(): string {
    if (!ok) {
      if (what === undefined) return `failed to change ownership of ${name}`;
      return old === undefined
        ? `failed to change ${what} of ${name} to ${spec}`
        : `failed to change ${what} of ${name} from ${old} to ${spec}`;
    }
    if (changed)
      return what === undefined
        ? `no change to ownership of ${name}`
        : `changed ${what} of ${name} from ${old} to ${spec}`;
    return what === undefined ? `ownership of ${name} retained` : `${what} of ${name} retained as ${old}`;
  }
}

function pair(user: string | undefined, group: string | undefined): string | undefined {
  if (user === undefined) return group;
  return group === undefined ? user : `${user}:${group}`;
}
