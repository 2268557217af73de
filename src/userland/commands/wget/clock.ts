import type { Process } from "../../kernel/process.ts";
import { localTime, zoneOf } from "../time/zone.ts";

/** What begins a line of wget's log: "2026-11-23 06:25:59". */
export async function clockOf(proc: Process): Promise<() => string> {
  const zone = await zoneOf(proc);
  const two = (value: number) => String(value).padStart(2, "0");
  return () => {
    const { year, month, day, hour, minute, second } = localTime(zone, proc.machine.now());
    return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
  };
}
