import { SystemError } from "../../kernel/errno.ts";
import type { FileStat } from "../../kernel/files.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { instantOf, zoneOf } from "../time/zone.ts";
import { tried } from "../tried.ts";
import type { Owners } from "./owners.ts";
import type { Report } from "./report.ts";
import type { Settings } from "./settings.ts";

/** What --owner, --group, --mode and --mtime put in the place of what files have. */
export interface Overrides {
  owner(stat: FileStat): { readonly uid: number; readonly gid: number; readonly user: string; readonly group: string };
  mode(stat: FileStat): number;
  mtime(own: bigint): bigint;
}

export async function overridesOf(settings: Settings, report: Report, owners: Owners): Promise<Overrides> {
  const user = await identity(settings.value("owner"), owners.uid, report);
  const group = await identity(settings.value("group"), owners.gid, report);
  const mode = settings.value("mode");
  if (mode !== undefined && !/^[0-7]{1,4}$/.test(mode)) throw new Refusal(`--mode=${mode}`, "is not an octal number");
  const mtime = await timeOf(settings.value("mtime"), report);
  const clamp = settings.has("clampMtime");
  return {
    owner({ uid, gid }) {
      const [newUid, newGid] = [user.id ?? uid, group.id ?? gid];
      return {
        uid: newUid,
        gid: newGid,
        user: user.name ?? owners.user(newUid),
        group: group.name ?? owners.group(newGid),
      };
    },
    mode: (stat) => (mode === undefined ? stat.mode : Number.parseInt(mode, 8)) & 0o7777,
    mtime: (own) => (mtime === undefined || (clamp && own <= mtime) ? own : mtime),
  };
}

/** NAME, NAME:ID or ID: tar.c, parse_owner_group. A name that nobody has leaves the number as it is. */
async function identity(
  text: string | undefined,
  find: (name: string) => number | undefined,
  report: Report,
): Promise<{ readonly name?: string; readonly id?: number }> {
  if (text === undefined) return {};
  const [name = "", number = /^[0-9]/.test(name) ? name : undefined] = text.split(/:(.*)/s);
  if (number === undefined) {
    const id = find(name);
    return id === undefined ? { name } : { name, id };
  }
  if (!/^[0-9]+$/.test(number) || Number(number) >= 2 ** 32)
    return report.fatal(`${report.place(number)}: Invalid owner or group ID`);
  return { id: Number(number), ...(text.includes(":") && name !== "" ? { name } : {}) };
}

const dated = /^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?)?( ?(?:UTC|Z))?$/;

/** A file's time where the text begins with "/" or ".", else a date: of those the plain forms. */
async function timeOf(text: string | undefined, report: Report): Promise<bigint | undefined> {
  if (text === undefined) return undefined;
  if (/^[./]/.test(text)) {
    const stat = tried(() => report.proc.files.stat(text));
    return stat instanceof SystemError
      ? report.fatal(`${report.place(text)}: Cannot stat: ${stat.message}`)
      : stat.mtime;
  }
  const epoch = /^@(-?[0-9]{1,12})$/.exec(text);
  if (epoch !== null) return BigInt(epoch[1]!) * 1_000_000_000n;
  const [, year, month, day, hour = "0", minute = "0", second = "0", utc] = dated.exec(text) ?? [];
  if (day === undefined)
    throw new Refusal(`--mtime=${text}`, "is a date in words", "write @SECONDS or YYYY-MM-DD HH:MM:SS UTC");
  const zone = await zoneOf(report.proc, utc === undefined ? undefined : "UTC0");
  const wall = { year: Number(year), month: Number(month), day: Number(day) };
  const instant = instantOf(zone, { ...wall, hour: Number(hour), minute: Number(minute), second: Number(second) });
  return BigInt(instant) * 1_000_000_000n;
}
