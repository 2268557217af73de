import { type Credentials, isIn, isRoot } from "./credentials.ts";
import { SystemError } from "./errno.ts";
import type { Mounts } from "./mounts.ts";
import type { Node, NodeFields } from "./node.ts";
import { demand, demandRemovable, may } from "./permission.ts";
import { type Place, walk, type WalkOptions } from "./walk.ts";

/** A place where something is. */
export type Found = Place & { readonly node: Node };

export type NewNode = Pick<NodeFields, "type" | "mode"> & Partial<NodeFields>;

interface Caller {
  readonly cwd: string;
  readonly credentials: Credentials;
  readonly signal: AbortSignal;
}

/** Paths as one process may use them: what its calls have in common. All throw `SystemError`. */
export class Paths {
  readonly #mounts: Mounts;
  readonly #caller: Caller;

  constructor(mounts: Mounts, caller: Caller) {
    this.#mounts = mounts;
    this.#caller = caller;
  }

  get who(): Credentials {
    return this.#caller.credentials;
  }

  /** Whatever is left of a process that was killed does nothing more. */
  walk(path: string, last: WalkOptions["last"]): Place {
    this.#caller.signal.throwIfAborted();
    return walk(this.#mounts, path, { cwd: this.#caller.cwd, who: this.who, last });
  }

  /** What is there. */
  find(path: string, last: WalkOptions["last"] = "follow"): Found {
    const place = this.walk(path, last);
    if (place.node === undefined) throw new SystemError("ENOENT", path);
    return place as Found;
  }

  /** A directory whose names may be read. */
  listable(path: string): Found {
    const found = this.find(path);
    if (found.node.type !== "directory") throw new SystemError("ENOTDIR", path);
    demand(found.node, may.read, this.who, path);
    return found;
  }

  /** What is there, on a mount that can be written. */
  changeable(path: string, last: "follow" | "keep"): Found {
    const found = this.find(path, last);
    if (found.mount.readOnly) throw new SystemError("EROFS", path);
    return found;
  }

  /** Makes something where nothing is, in the parent's group where that says so by its setgid bit. */
  create(path: string, fields: NewNode): Node {
    const place = this.walk(path, "name");
    if (place.node !== undefined) throw new SystemError("EEXIST", path);
    if (place.slash && fields.type !== "directory") throw new SystemError("ENOENT", path);
    return this.make(place, fields, path);
  }

  make(place: Place, fields: NewNode, path: string): Node {
    this.demandWritable(place, path);
    const { parent, mount, name } = place;
    const inherits = (parent.mode & 0o2000) !== 0;
    const { uid, gid } = this.who;
    const group = inherits ? parent.gid : gid;
    const keepsBit = isRoot(this.who) || isIn(this.who, group);
    const dropped = fields.type === "file" && inherits && !keepsBit ? 0o2000 : 0;
    const mode = (fields.mode & ~dropped) | (inherits && fields.type === "directory" ? 0o2000 : 0);
    const node = mount.disk.make({ ...fields, mode, uid, gid: group });
    mount.disk.attach(parent, name, node);
    return node;
  }

  demandWritable({ mount, parent }: Place, path: string): void {
    if (mount.readOnly) throw new SystemError("EROFS", path);
    demand(parent, may.write | may.execute, this.who, path);
  }

  /** may_delete(): whether the name may be taken away, whatever it is. */
  demandRemovable(found: Found, path: string): void {
    this.demandWritable(found, path);
    demandRemovable(found.parent, found.node, this.who, path);
  }

  /** Whether something is mounted there. */
  isBusy({ node, mount }: Found): boolean {
    return this.#mounts.covers(node) || node === mount.root;
  }

  /** Whether rename(2) may do it, in the order in which Linux asks (do_renameat2, vfs_rename). */
  demandMovable(source: Place, target: Place, { from, to }: { readonly from: string; readonly to: string }): void {
    const { node } = source;
    if (node === undefined) throw new SystemError("ENOENT", from);
    if (node.type !== "directory" && (source.slash || target.slash)) throw new SystemError("ENOTDIR", from);
    if (target.path.startsWith(`${source.path}/`)) throw new SystemError("EINVAL", from);
    if (source.path.startsWith(`${target.path}/`)) throw new SystemError("ENOTEMPTY", to);
    if (target.node === node) return;
    this.demandRemovable(source as Found, from);
    if (target.node === undefined) this.demandWritable(target, to);
    else this.#demandReplaceable(node, target as Found, to);
    // A directory that moves has another "..".
    if (node.type === "directory" && target.parent !== source.parent) demand(node, may.write, this.who, from);
    if (this.isBusy(source as Found)) throw new SystemError("EBUSY", from);
    if (target.node?.type === "directory" && target.mount.disk.names(target.node).length > 0)
      throw new SystemError("ENOTEMPTY", to);
  }

  #demandReplaceable(by: Node, found: Found, path: string): void {
    this.demandRemovable(found, path);
    const { node } = found;
    if (by.type === "directory" && node.type !== "directory") throw new SystemError("ENOTDIR", path);
    if (by.type !== "directory" && node.type === "directory") throw new SystemError("EISDIR", path);
    if (this.isBusy(found)) throw new SystemError("EBUSY", path);
  }
}
