import { SystemError } from "../../kernel/errno.ts";
import type { FileType } from "../../../oci/filesystem/filesystem.ts";
import { tried } from "../tried.ts";
import type { Listing } from "./listing.ts";
import type { Report } from "./report.ts";
import type { Settings } from "./settings.ts";

/** How owners, modes and times are restored: GNU tar 1.34 extract.c, set_stat. */
export class Statuses {
  readonly #settings: Settings;
  readonly #report: Report;
  readonly #listing: Listing;
  /** Owners of the archive are kept. */
  readonly owner: boolean;
  /** All twelve bits of the archive are kept, and the umask does not count. */
  readonly permissions: boolean;
  /** Of the process that began. */
  readonly umask: number;
  readonly #began: bigint;

  constructor(settings: Settings, report: Report, listing: Listing) {
    this.#settings = settings;
    this.#report = report;
    this.#listing = listing;
    const { proc } = report;
    const root = proc.credentials.uid === 0 ? 1 : 0;
    this.owner = settings.owner + root > 0;
    this.permissions = settings.permissions + root > 0;
    this.umask = proc.umask;
    this.#began = proc.machine.now();
    if (this.permissions) proc.umask = 0;
  }

  get currentUmask(): number {
    return this.permissions ? 0 : this.umask;
  }

  async apply(
    path: string,
    name: string,
    to: {
      readonly type: FileType;
      readonly mode: number;
      readonly uid: number;
      readonly gid: number;
      readonly mtime: bigint;
    },
    { interdir = false, follow = false } = {},
  ): Promise<void> {
    const { files } = this.#report.proc;
    if (!this.#settings.has("touch") && !interdir) {
      const failed = tried(() => files.setTimes(path, "keep", to.mtime, { follow }));
      if (failed instanceof SystemError) await this.#report.failed(name, "Cannot utime", failed);
      else await this.#checkTime(name, to.mtime);
    }
    if (this.owner && !interdir) {
      const failed = tried(() => files.changeOwner(path, to.uid, to.gid, { follow }));
      if (failed instanceof SystemError)
        await this.#report.failed(name, `Cannot change ownership to uid ${to.uid}, gid ${to.gid}`, failed);
    }
    if (to.type !== "symlink") await this.#mode(path, name, to.mode, this.permissions && !interdir ? 0o7777 : 0o777);
  }

  async #mode(path: string, name: string, mode: number, mask: number): Promise<void> {
    const { files } = this.#report.proc;
    const now = tried(() => files.stat(path));
    if (now instanceof SystemError) return this.#report.failed(name, "Cannot stat", now);
    const wanted = (now.mode & ~mask) | (mode & ~this.currentUmask & mask);
    if (wanted === now.mode) return;
    const failed = tried(() => files.changeMode(path, wanted));
    if (failed instanceof SystemError)
      await this.#report.failed(name, `Cannot change mode to ${modeText(wanted)}`, failed);
  }

  async #checkTime(name: string, mtime: bigint): Promise<void> {
    const time = this.#listing.time(mtime, true);
    if (mtime < 0n) return this.#report.warn(`${name}: implausibly old time stamp ${time}`, "timestamp");
    if (mtime <= this.#began) return;
    const ahead = mtime - this.#report.proc.machine.now();
    if (ahead <= 0n) return;
    const fraction = String(ahead % 1_000_000_000n)
      .padStart(9, "0")
      .replace(/0+$/, "");
    const seconds = `${ahead / 1_000_000_000n}${fraction && `.${fraction}`}`;
    await this.#report.warn(`${name}: time stamp ${time} is ${seconds} s in the future`, "timestamp");
  }
}

/** paxutils' pax_decode_mode. */
const modeText = (mode: number): string =>
  [..."rwxrwxrwx"].map((letter, index) => ((mode >> (8 - index)) & 1 ? letter : "-")).join("");
