import { isErrno, SystemError } from "../../kernel/errno.ts";
import type { FileStat } from "../../kernel/files.ts";
import type { OpenFile } from "../../kernel/open-file.ts";
import { tried, triedLater } from "../tried.ts";
import { identityOf, type Placeholder } from "./delayed.ts";
import { Directories } from "./directories.ts";
import type { Listing } from "./listing.ts";
import { containsDotDot } from "./names.ts";
import { type Chosen, type Taker, tell, xattrFilter } from "./read-members.ts";
import { Recovery } from "./recovery.ts";
import type { Report } from "./report.ts";
import type { Settings } from "./settings.ts";
import { Statuses } from "./status.ts";

interface Context {
  readonly settings: Settings;
  readonly report: Report;
  readonly listing: Listing;
}

/** Puts members into the tree: GNU tar 1.34 extract.c. */
export class Extractor implements Taker {
  readonly #context: Context;
  readonly #statuses: Statuses;
  readonly #directories: Directories;
  readonly #recovery: Recovery;
  readonly #placeholders: Placeholder[] = [];
  readonly #keepsXattr: (name: string) => boolean;
  /** The file that is being written, and where its content goes on. */
  #open:
    { readonly file: OpenFile; readonly chosen: Chosen; readonly path: string; at: number; part: number } | undefined;

  constructor(context: Context) {
    const { settings, report, listing } = context;
    this.#context = context;
    this.#statuses = new Statuses(settings, report, listing);
    this.#directories = new Directories(context, this.#statuses);
    this.#recovery = new Recovery(context, this.#directories);
    this.#keepsXattr = xattrFilter(settings, report);
  }

  async begin(chosen: Chosen): Promise<void> {
    const { settings, report, listing } = this.#context;
    const { member, name } = chosen;
    if (!settings.has("absoluteNames") && containsDotDot(member.stored))
      return report.error(`${report.place(member.stored)}: Member name contains '..'`);
    if (name === "") return;
    await tell(listing, chosen, settings);
    if (settings.has("toStdout")) {
      if (member.type === "file") this.#open = { file: report.proc.descriptor(1), chosen, path: "", at: 0, part: 0 };
      return;
    }
    if (!settings.has("delayDirectory")) await this.#directories.leave(chosen.name, false);
    const path = this.#path(chosen, name);
    if (!(await this.#prepared(chosen, path))) return;
    await this.#extract(chosen, path);
  }

  async data(bytes: Uint8Array): Promise<void> {
    const open = this.#open;
    if (open === undefined) return;
    const { sparse } = open.chosen.member.entry;
    if (sparse === undefined || this.#context.settings.has("toStdout")) return open.file.write(bytes);
    for (let from = 0; from < bytes.length;) {
      while (open.part < sparse.length && open.at === sparse[open.part + 1]) {
        open.part += 2;
        open.at = 0;
      }
      const length = Math.min(bytes.length - from, sparse[open.part + 1]! - open.at);
      open.file.seek(sparse[open.part]! + open.at, "set");
      await open.file.write(bytes.subarray(from, from + length));
      open.at += length;
      from += length;
    }
  }

  async end(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined || this.#context.settings.has("toStdout")) return;
    const { member, uid, gid, name } = open.chosen;
    if (member.entry.sparse !== undefined) await open.file.truncate(member.entry.size);
    open.file.close();
    const { mode, mtime } = member;
    await this.#statuses.apply(open.path, name, { type: "file", mode, mtime, uid, gid });
    this.#xattrs(open.path, open.chosen);
  }

  /** What could only be done at the end. */
  async finish(): Promise<void> {
    await this.#directories.leave("", false);
    for (const placeholder of this.#placeholders.reverse()) await this.#resolve(placeholder);
    await this.#directories.leave("", true);
  }

  #path({ directory }: Pick<Chosen, "directory">, name: string): string {
    return directory === "" || name.startsWith("/") ? name : `${directory}/${name}`;
  }

  /** Whether there is anything to do, after what -U and --keep-newer-files ask for. */
  async #prepared({ name, member }: Chosen, path: string): Promise<boolean> {
    const { settings, report } = this.#context;
    if (member.contiguous) await report.warn("Extracting contiguous files as regular files", "contiguous-cast");
    if (settings.overwriting === "unlink") {
      const failed = this.#recovery.remove(path);
      if (failed !== undefined && !isErrno(failed, "ENOENT")) {
        await report.failed(name, "Cannot unlink", failed);
        return false;
      }
    }
    if (settings.overwriting !== "newer" || !this.#recovery.isNewer(path, member.mtime)) return true;
    await report.warn(`Current ${report.quote(name)} is newer or same age`, "ignore-newer");
    return false;
  }

  async #extract(chosen: Chosen, path: string): Promise<void> {
    switch (chosen.member.type) {
      case "directory":
        return this.#directories.extract(chosen, path, this.#recovery);
      case "file":
        return this.#file(chosen, path);
      case "symlink":
        return this.#symlink(chosen, path);
      case "link":
        return this.#link(chosen, path);
      default:
        return this.#node(chosen, path, chosen.member.type);
    }
  }

  async #file(chosen: Chosen, path: string): Promise<void> {
    const { files } = this.#context.report.proc;
    const overwrite = this.#context.settings.overwriting === "overwrite";
    const mode = chosen.member.mode & 0o777 & ~(this.#statuses.owner ? 0o077 : 0);
    const flags = overwrite ? { truncate: true, noFollow: true } : { exclusive: true };
    const make = () => triedLater(() => files.open(path, { write: true, create: true, ...flags }, mode));
    const file = await this.#recovery.retried(chosen, path, make, "Cannot open", true);
    if (file !== undefined) this.#open = { file, chosen, path, at: 0, part: 0 };
  }

  async #node(chosen: Chosen, path: string, type: "character" | "block" | "fifo"): Promise<void> {
    const { files } = this.#context.report.proc;
    const { entry, mode } = chosen.member;
    const node = type === "fifo" ? { type } : { type, major: entry.major, minor: entry.minor };
    const bits = mode & 0o777 & ~(this.#statuses.owner ? 0o077 : 0);
    const make = async () => tried(() => void files.makeNode(path, bits, node)) ?? true;
    const made = await this.#recovery.retried(chosen, path, make, type === "fifo" ? "Cannot mkfifo" : "Cannot mknod");
    if (made !== undefined) await this.#apply(path, chosen, type);
  }

  async #symlink(chosen: Chosen, path: string): Promise<void> {
    const { settings, report } = this.#context;
    const { target } = chosen;
    if (!settings.has("absoluteNames") && (target.startsWith("/") || containsDotDot(target)))
      return this.#placeholder(chosen, path, true);
    const make = async () => tried(() => void report.proc.files.symlink(target, path)) ?? true;
    const what = `Cannot create symlink to ${report.quote(target)}`;
    if ((await this.#recovery.retried(chosen, path, make, what)) !== undefined)
      await this.#apply(path, chosen, "symlink");
  }

  async #apply(path: string, chosen: Chosen, type: "symlink" | "character" | "block" | "fifo"): Promise<void> {
    const { member, uid, gid, name } = chosen;
    await this.#statuses.apply(path, name, { type, mode: member.mode, mtime: member.mtime, uid, gid });
    this.#xattrs(path, chosen);
  }

  #xattrs(path: string, { member }: Chosen): void {
    for (const [name, value] of member.entry.xattrs ?? [])
      if (this.#keepsXattr(name)) this.#context.report.proc.files.setXattr(path, name, value);
  }

  async #link(chosen: Chosen, path: string): Promise<void> {
    const { settings, report } = this.#context;
    const { files } = report.proc;
    const { target } = chosen;
    if (!settings.has("absoluteNames") && containsDotDot(target)) return this.#placeholder(chosen, path, false);
    const from = this.#path(chosen, target);
    const waiting = this.#waiting(from);
    if (waiting !== undefined) return this.#placeholder(chosen, path, false, waiting);
    const make = async () => {
      const failed = tried(() => files.link(from, path));
      if (!(failed instanceof SystemError)) return true;
      if (isErrno(failed, "EEXIST") && target === chosen.name) return true;
      const [one, two] = [tried(() => files.lstat(from)), tried(() => files.lstat(path))];
      const same =
        !(one instanceof SystemError) && !(two instanceof SystemError) && identityOf(one) === identityOf(two);
      return same ? true : failed;
    };
    await this.#recovery.retried(chosen, path, make, `Cannot hard link to ${report.quote(target)}`);
  }

  #waiting(path: string): Placeholder | undefined {
    if (this.#placeholders.length === 0) return undefined;
    const stat = tried(() => this.#context.report.proc.files.lstat(path));
    return stat instanceof SystemError
      ? undefined
      : this.#placeholders.find(({ identity }) => identity === identityOf(stat));
  }

  /** A link that leads elsewhere is made when nothing can be put through it any more. */
  async #placeholder(chosen: Chosen, path: string, symlink: boolean, behind?: Placeholder): Promise<void> {
    const { files } = this.#context.report.proc;
    const { member, name, target, uid, gid, directory } = chosen;
    const make = async () => {
      const file = await triedLater(() => files.open(path, { write: true, create: true, exclusive: true }, 0));
      return isErrno(file, "EEXIST") && this.#waiting(path) !== undefined ? "there" : file;
    };
    const file = await this.#recovery.retried(chosen, path, make, "Cannot open");
    if (file === undefined || file === "there") return;
    const identity = identityOf(file.stat());
    file.close();
    const { mode, mtime } = member;
    const placeholder = {
      identity,
      symlink,
      target,
      base: directory,
      mode,
      mtime,
      uid,
      gid,
      sources: [{ path, name }],
    };
    if (behind === undefined) this.#placeholders.push(placeholder);
    else this.#placeholders.splice(this.#placeholders.indexOf(behind), 0, placeholder);
    this.#directories.waitForLinks(name);
  }

  async #resolve({ identity, symlink, target, base, sources, ...to }: Placeholder): Promise<void> {
    const { report } = this.#context;
    const { files } = report.proc;
    for (const { path, name } of sources) {
      const stat: FileStat | SystemError = tried(() => files.lstat(path));
      if (stat instanceof SystemError || identityOf(stat) !== identity) continue;
      const removed = tried(() => files.unlink(path));
      if (removed instanceof SystemError) await report.failed(name, "Cannot unlink", removed);
      else if (!symlink) {
        const failed = tried(() => files.link(this.#path({ directory: base }, target), path));
        if (failed instanceof SystemError)
          await report.failed(name, `Cannot hard link to ${report.quote(target)}`, failed);
      } else {
        const failed = tried(() => files.symlink(target, path));
        if (failed instanceof SystemError)
          await report.failed(name, `Cannot create symlink to ${report.quote(target)}`, failed);
        else await this.#statuses.apply(path, name, { type: "symlink", ...to });
      }
    }
  }
}
