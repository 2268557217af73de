import type { FileType, Stat } from "../../oci/filesystem/filesystem.ts";

const letters: Readonly<Record<FileType, string>> = {
  file: "-",
  directory: "d",
  symlink: "l",
  character: "c",
  block: "b",
  fifo: "p",
};

/** The twelve bits as ls shows them: rwxr-sr-t. */
function permissions(mode: number): string {
  const bit = (value: number, set: string) => ((mode & value) === 0 ? "-" : set);
  const execute = (x: number, special: number, letter: string) =>
    (mode & special) === 0 ? bit(x, "x") : (mode & x) === 0 ? letter.toUpperCase() : letter;
  return [
    bit(0o400, "r"),
    bit(0o200, "w"),
    execute(0o100, 0o4000, "s"),
    bit(0o040, "r"),
    bit(0o020, "w"),
    execute(0o010, 0o2000, "s"),
    bit(0o004, "r"),
    bit(0o002, "w"),
    execute(0o001, 0o1000, "t"),
  ].join("");
}

/** One line of `ls -l`: ids as numbers, time in UTC. */
export function listingLine(stat: Stat, name: string): string {
  const owner = `${stat.uid}:${stat.gid}`.padEnd(11);
  const amount = stat.device === undefined ? String(stat.size) : `${stat.device.major},${stat.device.minor}`;
  const time = new Date(stat.mtime * 1000).toISOString().slice(0, 19).replace("T", " ");
  const target = stat.target === undefined ? "" : ` -> ${Buffer.from(stat.target, "latin1").toString()}`;
  return `${letters[stat.type]}${permissions(stat.mode)}  ${owner} ${amount.padStart(10)}  ${time}  ${name}${target}\n`;
}
