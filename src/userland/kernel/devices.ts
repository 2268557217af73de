import type { Description } from "./description.ts";
import type { Disk } from "./disk.ts";
import { SystemError } from "./errno.ts";
import type { FileStat } from "./files.ts";

interface Driver {
  read(max: number): Uint8Array;
  /** ENOSPC, where nothing can be written. */
  readonly full?: boolean;
}

const nothing = new Uint8Array(0);

/** Character devices by "major:minor": those that every container has. */
const drivers = (randomBytes: (count: number) => Uint8Array): Readonly<Record<string, Driver>> => ({
  "1:3": { read: () => nothing },
  "1:5": { read: (max) => new Uint8Array(max) },
  "1:7": { read: (max) => new Uint8Array(max), full: true },
  "1:8": { read: (max) => randomBytes(Math.min(max, 64 * 1024)) },
  "1:9": { read: (max) => randomBytes(Math.min(max, 64 * 1024)) },
});

/** Throws ENXIO for a device that nobody drives: a terminal, a disk. */
export function openDevice(stat: () => FileStat, randomBytes: (count: number) => Uint8Array): Description {
  const { special, type } = stat();
  const driver = type === "character" ? drivers(randomBytes)[`${special?.major}:${special?.minor}`] : undefined;
  if (driver === undefined) throw new SystemError("ENXIO");
  return {
    read: async (max) => driver.read(Math.min(max, 1 << 20)),
    write: async () => {
      if (driver.full) throw new SystemError("ENOSPC");
    },
    stat,
    seek: () => 0,
    truncate: () => Promise.reject(new SystemError("EINVAL")),
    release: () => undefined,
  };
}

/** Fills an empty disk with what runc puts into /dev. */
export function furnishDev(dev: Disk): void {
  const owned = { uid: 0, gid: 0 };
  const put = (name: string, fields: Parameters<Disk["make"]>[0]) => dev.attach(dev.root, name, dev.make(fields));
  const device = (name: string, major: number, minor: number) =>
    put(name, { type: "character", mode: 0o666, ...owned, special: { major, minor } });
  const link = (name: string, target: string) => put(name, { type: "symlink", mode: 0o777, ...owned, target });
  for (const [name, minor] of [
    ["null", 3],
    ["zero", 5],
    ["full", 7],
    ["random", 8],
    ["urandom", 9],
  ] as const)
    device(name, 1, minor);
  device("tty", 5, 0);
  link("fd", "/proc/self/fd");
  for (const [at, name] of ["stdin", "stdout", "stderr"].entries()) link(name, `/proc/self/fd/${at}`);
  link("core", "/proc/kcore");
  link("ptmx", "pts/ptmx");
  put("pts", { type: "directory", mode: 0o755, ...owned });
  for (const name of ["shm", "mqueue"]) put(name, { type: "directory", mode: 0o1777, ...owned });
}
