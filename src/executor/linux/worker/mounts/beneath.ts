import { closeSync, constants, fstatSync, mkdirSync, openSync, readlinkSync, writeFileSync } from "node:fs";

/** O_PATH of x86, arm64 and riscv64; Node does not name it. */
const oPath = 0o10000000;
const followed = 40;

const child = (directory: number, name: string) => Buffer.from(`/proc/self/fd/${directory}/${name}`, "latin1");

/**
 * Opens `path` (latin1) as the kernel would find it with `root` as the root: symlinks are followed, and none
 * leads out. Each name is looked up in a directory that is open already and never followed by the kernel, so that
 * nobody can swap it meanwhile (CVE-2024-23651, CVE-2024-9675). What is missing is made, as `make` says, or an
 * error. The descriptor is good for mounting alone (O_PATH).
 */
export function openBeneath(root: string, path: string, make?: "file" | "directory"): number {
  const open = [openSync(root, oPath)];
  const pending = path.split("/").reverse();
  let links = 0;
  try {
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (name === "" || name === ".") continue;
      if (name === "..") {
        if (open.length > 1) closeSync(open.pop()!);
        continue;
      }
      const next = openChild(
        open.at(-1)!,
        name,
        make === "file" && pending.every(isNothing) ? "file" : make && "directory",
      );
      if (!fstatSync(next).isSymbolicLink()) {
        open.push(next);
        continue;
      }
      const target = readlinkSync(child(open.at(-1)!, name), { encoding: "latin1" });
      closeSync(next);
      if (++links > followed) throw new Error(`${path} leads through more than ${followed} links`);
      pending.push(...target.split("/").reverse());
      if (target.startsWith("/")) for (const fd of open.splice(1)) closeSync(fd);
    }
    return open.pop()!;
  } finally {
    for (const fd of open) closeSync(fd);
  }
}

const isNothing = (name: string): boolean => name === "" || name === ".";

function openChild(directory: number, name: string, make: "file" | "directory" | undefined): number {
  const place = child(directory, name);
  const open = () => openSync(place, oPath | constants.O_NOFOLLOW);
  try {
    return open();
  } catch (error) {
    if (make === undefined || (error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  if (make === "file") writeFileSync(place, "", { flag: "wx", mode: 0o644 });
  else mkdirSync(place, 0o755);
  return open();
}
