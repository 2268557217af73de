import { localTime, utcZone, type Zone, zoneOf } from "../time/zone.ts";
import type { Report } from "./report.ts";
import type { Settings } from "./settings.ts";

/** What a line of a list is made of. */
export interface Listed {
  readonly type: "-" | "d" | "l" | "h" | "c" | "b" | "p" | "C";
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
  /** Bytes, or a device's numbers. */
  readonly size: string;
  /** Nanoseconds. */
  readonly mtime: bigint;
  readonly name: string;
  readonly target?: string;
  readonly xattrs?: boolean;
}

/** Lines of `tar -t` and -v: GNU tar 1.34 list.c. Columns grow as they must. */
export class Listing {
  readonly #settings: Settings;
  readonly #report: Report;
  readonly #zone: Zone;
  readonly #descriptor: number;
  #ownerWidth = 19;
  #dateWidth = 16;

  private constructor(settings: Settings, report: Report, zone: Zone, descriptor: number) {
    this.#settings = settings;
    this.#report = report;
    this.#zone = zone;
    this.#descriptor = descriptor;
  }

  /** `descriptor`: standard error where standard output holds something else. */
  static async of(settings: Settings, report: Report, descriptor: number): Promise<Listing> {
    const zone = settings.has("utc") ? utcZone : await zoneOf(report.proc);
    return new Listing(settings, report, zone, descriptor);
  }

  async line(listed: Listed): Promise<void> {
    const { verbose } = this.#settings;
    if (verbose === 0) return;
    const name = this.#report.name(listed.name);
    await this.#write(verbose === 1 ? `${name}\n` : `${this.#long(listed)} ${name}${this.#behind(listed)}\n`);
  }

  /** A directory that no member describes was made. */
  async made(name: string, mode: number): Promise<void> {
    if (this.#settings.verbose < 2) return;
    const width = this.#ownerWidth + 1 + this.#dateWidth;
    await this.#write(`d${permissions(mode)} ${"Creating directory:".padStart(width)} ${this.#report.name(name)}\n`);
  }

  /** "2026-11-23 05:31:00.5", or as far as the minute. */
  time(mtime: bigint, full: boolean): string {
    const time = localTime(this.#zone, mtime);
    const two = (value: number) => String(value).padStart(2, "0");
    const minute = `${String(time.year).padStart(4, "0")}-${two(time.month)}-${two(time.day)} ${two(time.hour)}:${two(time.minute)}`;
    const fraction = time.nanosecond === 0 ? "" : `.${String(time.nanosecond).padStart(9, "0")}`.replace(/0+$/, "");
    return full ? `${minute}:${two(time.second)}${fraction}` : minute;
  }

  #long({ type, mode, owner, group, size, mtime, xattrs }: Listed): string {
    const time = this.time(mtime, this.#settings.has("fullTime"));
    this.#dateWidth = Math.max(this.#dateWidth, time.length);
    const used = owner.length + 1 + group.length + 1 + size.length;
    this.#ownerWidth = Math.max(this.#ownerWidth, used);
    const padded = size.padStart(this.#ownerWidth - used + size.length);
    const more = xattrs === undefined ? "" : xattrs ? "*" : " ";
    return `${type}${permissions(mode)}${more} ${owner}/${group} ${padded} ${time.padEnd(this.#dateWidth)}`;
  }

  #behind({ type, target = "" }: Listed): string {
    if (type === "l") return ` -> ${this.#report.name(target)}`;
    return type === "h" ? ` link to ${this.#report.name(target)}` : "";
  }

  #write(text: string): Promise<void> {
    return this.#report.proc.descriptor(this.#descriptor).write(Buffer.from(text, "latin1"));
  }
}

/** "rwsr-x--T". */
export function permissions(mode: number): string {
  const bits = [..."rwxrwxrwx"].map((letter, index) => ((mode >> (8 - index)) & 1 ? letter : "-"));
  const special = (at: number, bit: number, set: string, unset: string) => {
    if ((mode & bit) !== 0) bits[at] = bits[at] === "x" ? set : unset;
  };
  special(2, 0o4000, "s", "S");
  special(5, 0o2000, "s", "S");
  special(8, 0o1000, "t", "T");
  return bits.join("");
}
