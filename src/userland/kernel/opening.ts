import { openDevice } from "./devices.ts";
import type { Description } from "./description.ts";
import { SystemError } from "./errno.ts";
import type { FileStat, OpenFlags } from "./files.ts";
import type { Node } from "./node.ts";
import type { Found, Paths } from "./paths.ts";
import { demand, may } from "./permission.ts";
import { Pipe } from "./pipe.ts";
import { withoutCapabilities } from "./privileges.ts";
import { Regular } from "./regular.ts";

export interface Opener {
  readonly fifos: WeakMap<Node, Pipe>;
  now(): bigint;
  randomBytes(count: number): Uint8Array;
}

/** Whether what is there may be opened like this. */
export function demandOpenable({ node, mount }: Found, flags: OpenFlags, paths: Paths, path: string): void {
  if (node.type === "symlink") throw new SystemError("ELOOP", path);
  if (node.type === "directory" && (flags.write || flags.create)) throw new SystemError("EISDIR", path);
  if (node.type !== "directory" && flags.directory) throw new SystemError("ENOTDIR", path);
  demand(node, (flags.read ? may.read : 0) | (flags.write ? may.write : 0), paths.who, path);
  if (flags.write && mount.readOnly && node.type === "file") throw new SystemError("EROFS", path);
}

/** open(2) of what is there, its rights checked. Waits where a FIFO has nobody at its other end. */
export async function openNode(
  { node, mount: { disk } }: Found,
  flags: OpenFlags,
  stat: () => FileStat,
  { opener, signal }: { readonly opener: Opener; readonly signal: AbortSignal },
): Promise<Description> {
  switch (node.type) {
    case "file":
      if (flags.truncate && flags.write) {
        await disk.writable(node, "empty");
        disk.change(node, { mtime: opener.now(), ...withoutCapabilities(node) });
      }
      return new Regular({ disk, node, flags, now: () => opener.now(), stat });
    case "fifo":
      return openFifo(node, flags, stat, opener, signal);
    case "directory":
      return closedFor(stat);
    default:
      return openDevice(stat, (count) => opener.randomBytes(count));
  }
}

async function openFifo(
  node: Node,
  flags: OpenFlags,
  stat: () => FileStat,
  { fifos }: Opener,
  signal: AbortSignal,
): Promise<Description> {
  const pipe = fifos.get(node) ?? new Pipe(stat());
  fifos.set(node, pipe);
  const end = flags.write ? pipe.writeEnd() : pipe.readEnd();
  if (!(flags.read && flags.write)) await pipe.opened(flags.write ? "write" : "read", signal);
  return end;
}

/** A directory that is open: it can be looked at. */
const closedFor = (stat: () => FileStat): Description => ({
  read: () => Promise.reject(new SystemError("EISDIR")),
  write: () => Promise.reject(new SystemError("EBADF")),
  stat,
  seek: () => 0,
  truncate: () => Promise.reject(new SystemError("EINVAL")),
  release: () => undefined,
});
