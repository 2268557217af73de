import type { Stat } from "../../oci/filesystem/filesystem.ts";
import { modeString } from "../../oci/filesystem/mode-string.ts";

/** One line of `ls -l`: ids as numbers, time in UTC. */
export function listingLine(stat: Stat, name: string): string {
  const owner = `${stat.uid}:${stat.gid}`.padEnd(11);
  const amount = stat.device === undefined ? String(stat.size) : `${stat.device.major},${stat.device.minor}`;
  const time = new Date(stat.mtime * 1000).toISOString().slice(0, 19).replace("T", " ");
  const target = stat.target === undefined ? "" : ` -> ${Buffer.from(stat.target, "latin1").toString()}`;
  return `${modeString(stat)}  ${owner} ${amount.padStart(10)}  ${time}  ${name}${target}\n`;
}
