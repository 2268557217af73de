import { SystemError } from "../../kernel/errno.ts";
import type { Process } from "../../kernel/process.ts";
import { readAll } from "../read-all.ts";
import { triedLater } from "../tried.ts";
import { secondsOf, type WallTime, wallTime } from "./calendar.ts";
import { type Offset, posixZone } from "./posix-zone.ts";
import { tzif } from "./tzif.ts";

/** What holds at a second since 1970. */
export type Zone = (seconds: number) => Offset;

export interface LocalTime extends WallTime {
  readonly offset: Offset;
  readonly nanosecond: number;
  /** Seconds since 1970, whole. */
  readonly seconds: number;
}

const maxZoneFile = 1 << 20;
const utc: Offset = { seconds: 0, name: "UTC", summer: false };

/**
 * The zone that TZ names, or /etc/localtime where it is not set, by the rules of glibc's tzset(3):
 * a file under /usr/share/zoneinfo, else POSIX's own words, else UTC.
 */
export async function zoneOf(proc: Process, tz = proc.env.get("TZ")): Promise<Zone> {
  if (tz === undefined) return (await zoneFile(proc, "/etc/localtime")) ?? (() => utc);
  const name = tz.startsWith(":") ? tz.slice(1) : tz;
  if (name === "") return (await zoneFile(proc, inDatabase(proc, "Universal"))) ?? (() => utc);
  const file = name.includes("../") ? undefined : name.startsWith("/") ? name : inDatabase(proc, name);
  const found = file === undefined ? undefined : await zoneFile(proc, file);
  if (found !== undefined) return found;
  const zone = posixZone(name);
  if (zone !== undefined) return zone;
  // What is no zone is UTC, but under the name that it begins with.
  const spelt = /^(?:<([A-Za-z0-9+-]{3,})>|([A-Za-z]{3,}))/.exec(name);
  const offset = { ...utc, name: spelt?.[1] ?? spelt?.[2] ?? "" };
  return () => offset;
}

const inDatabase = ({ env }: Process, name: string): string => `${env.get("TZDIR") || "/usr/share/zoneinfo"}/${name}`;

async function zoneFile(proc: Process, path: string): Promise<Zone | undefined> {
  const bytes = await triedLater(() => readAll(proc, path, maxZoneFile));
  return bytes instanceof SystemError || bytes === undefined ? undefined : tzif(bytes);
}

export const utcZone: Zone = () => utc;

/** localtime(3) of nanoseconds since 1970. */
export function localTime(zone: Zone, time: bigint): LocalTime {
  const whole = time / 1_000_000_000n;
  const rest = Number(time - whole * 1_000_000_000n);
  const seconds = Number(whole) - (rest < 0 ? 1 : 0);
  const offset = zone(seconds);
  return {
    ...wallTime(seconds + offset.seconds),
    offset,
    seconds,
    nanosecond: rest < 0 ? rest + 1_000_000_000 : rest,
  };
}

/**
 * mktime(3) with tm_isdst = -1: seconds since 1970 of a wall time, whose fields may lie beyond their
 * ends. A time that a change leaves out or has twice is one of its two, as the offset before says.
 */
export function instantOf(zone: Zone, wall: WallTime): number {
  const asUtc = secondsOf(wall);
  for (const near of [
    asUtc - zone(asUtc).seconds,
    asUtc - zone(asUtc - 86_400).seconds,
    asUtc - zone(asUtc + 86_400).seconds,
  ])
    if (near + zone(near).seconds === asUtc) return near;
  return asUtc - zone(asUtc - 86_400).seconds;
}
