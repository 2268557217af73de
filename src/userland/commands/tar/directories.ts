import { isErrno, SystemError } from "../../kernel/errno.ts";
import { tried } from "../tried.ts";
import { identityOf, type Later } from "./delayed.ts";
import type { Listing } from "./listing.ts";
import type { Chosen } from "./read-members.ts";
import type { Recovery } from "./recovery.ts";
import type { Report } from "./report.ts";
import type { Settings } from "./settings.ts";
import type { Statuses } from "./status.ts";

/**
 * The directories of an archive. Their modes and times are set once nothing is put into them any
 * more: GNU tar 1.34 extract.c, delayed_set_stat.
 */
export class Directories {
  readonly #settings: Settings;
  readonly #report: Report;
  readonly #listing: Listing;
  readonly #statuses: Statuses;
  /** The last is left first. */
  readonly #later: Later[] = [];

  constructor(
    { settings, report, listing }: { readonly settings: Settings; readonly report: Report; readonly listing: Listing },
    statuses: Statuses,
  ) {
    this.#settings = settings;
    this.#report = report;
    this.#listing = listing;
    this.#statuses = statuses;
  }

  async extract(chosen: Chosen, path: string, recovery: Recovery): Promise<void> {
    const { files, credentials } = this.#report.proc;
    const { overwriting } = this.#settings;
    const shared = this.#statuses.owner || this.#statuses.permissions ? 0o700 : 0o777;
    const mode = (chosen.member.mode & shared) | (credentials.uid === 0 ? 0 : 0o300);
    const state = { made: false };
    const wins = overwriting === "default" || overwriting === "overwrite";
    for (;;) {
      const failed = tried(() => files.makeDirectory(path, mode));
      if (!(failed instanceof SystemError)) return this.#remember(chosen, path, false);
      if (isErrno(failed, "EEXIST")) {
        const done = this.#isThere(chosen, path, state.made);
        if (done === "done") return;
        if (done === "directory") return wins ? this.#remember(chosen, path, true) : undefined;
      }
      const next = await recovery.attempt(failed, { chosen, path, regular: false }, state);
      if (next === "retry") continue;
      if (next === "fail" && !isErrno(failed, "EEXIST"))
        return this.#report.failed(chosen.name, "Cannot mkdir", failed);
      return wins ? this.#remember(chosen, path, true) : undefined;
    }
  }

  /** "directory": there is one already, which may get the member's status. */
  #isThere(chosen: Chosen, path: string, made: boolean): "done" | "directory" | "other" {
    const { files } = this.#report.proc;
    const { overwriting } = this.#settings;
    const keeps = this.#settings.has("keepDirectorySymlink");
    if (
      !made &&
      !keeps &&
      overwriting !== "no-overwrite-dir" &&
      overwriting !== "default" &&
      overwriting !== "overwrite"
    )
      return "other";
    const link = tried(() => files.lstat(path));
    const stat = tried(() => files.stat(path));
    const isLink = !(link instanceof SystemError) && link.type === "symlink";
    if (stat instanceof SystemError || stat.type !== "directory") return "other";
    if (keeps && isLink) return "done";
    if (isLink) return "other";
    if (!made) return "directory";
    this.#describe(chosen, identityOf(stat));
    return "done";
  }

  /** A directory that was made on the way turns out to be this member. */
  #describe({ member, uid, gid }: Chosen, identity: string): void {
    const found = this.#later.findLast(({ path }) => {
      const stat = tried(() => this.#report.proc.files.lstat(path));
      return !(stat instanceof SystemError) && identityOf(stat) === identity;
    });
    if (found !== undefined)
      Object.assign(found, { mode: member.mode, mtime: member.mtime, uid, gid, interdir: false });
  }

  async #remember({ member, name, uid, gid }: Chosen, path: string, follow: boolean): Promise<void> {
    const { mode, mtime } = member;
    this.#add({ path, name, mode, mtime, uid, gid, interdir: false, follow, afterLinks: false, identity: "" });
  }

  #add(later: Later): void {
    const known = this.#later.find(({ path }) => path === later.path);
    if (known === undefined) this.#later.push(later);
    else Object.assign(known, later, { afterLinks: known.afterLinks, identity: known.identity });
    if (/^[./]*$/.test(later.name)) this.#mark(this.#later.length - 1);
  }

  /** Makes the directories that lead to a name; whether any was missing. */
  async makeParents(name: string, directory: string): Promise<boolean> {
    const { files, credentials } = this.#report.proc;
    let made = false;
    for (let slash = name.indexOf("/", 1); slash > 0; slash = name.indexOf("/", slash + 1)) {
      const part = name.slice(0, slash);
      if (part.endsWith("/") || /(?:^|\/)\.{1,2}$/.test(part)) continue;
      const path = directory === "" || part.startsWith("/") ? part : `${directory}/${part}`;
      const wanted = 0o777 & ~this.#statuses.umask;
      const failed = tried(() => files.makeDirectory(path, wanted | (credentials.uid === 0 ? 0 : 0o300)));
      if (failed instanceof SystemError) {
        if (isErrno(failed, "EEXIST") || !(tried(() => files.stat(path)) instanceof SystemError)) continue;
        await this.#report.failed(part, "Cannot mkdir", failed);
        return false;
      }
      const common = { uid: 0, gid: 0, mtime: 0n, follow: false, afterLinks: false, identity: "" };
      this.#add({ path, name: part, mode: wanted, interdir: true, ...common });
      await this.#listing.made(part, wanted);
      made = true;
    }
    return made;
  }

  /** Sets what was put off, but for directories that lead to `name`. */
  async leave(name: string, afterLinks: boolean): Promise<void> {
    let check = false;
    for (let last = this.#later.at(-1); last !== undefined; last = this.#later.at(-1)) {
      check ||= last.afterLinks;
      const ancestor =
        name.startsWith(last.name) &&
        (name[last.name.length] === "/" || (last.name.endsWith("/") && name.length > last.name.length));
      if ((last.afterLinks && !afterLinks) || ancestor) return;
      this.#later.pop();
      if (check && !(await this.#isSame(last))) continue;
      const { path, interdir, follow } = last;
      await this.#statuses.apply(path, last.name, { type: "directory", ...last }, { interdir, follow });
    }
  }

  async #isSame({ path, name, identity }: Later): Promise<boolean> {
    const stat = tried(() => this.#report.proc.files.stat(path));
    if (stat instanceof SystemError) {
      await this.#report.failed(name, "Cannot stat", stat);
      return false;
    }
    if (identity === "" || identityOf(stat) === identity) return true;
    await this.#report.error(`${this.#report.place(name)}: Directory renamed before its status could be extracted`);
    return false;
  }

  /** A link in the directory of this name is made at the end, and its status with it. */
  waitForLinks(name: string): void {
    const parent = name.slice(0, Math.max(0, name.lastIndexOf("/")));
    const index = this.#later.findLastIndex((later) => !later.afterLinks && later.name === parent);
    if (index >= 0) this.#mark(index);
  }

  #mark(from: number): void {
    for (let index = from; index >= 0 && !this.#later[index]!.afterLinks; index--) {
      const later = this.#later[index]!;
      const stat = tried(() => this.#report.proc.files.stat(later.path));
      later.afterLinks = true;
      if (!(stat instanceof SystemError)) later.identity = identityOf(stat);
    }
  }
}
