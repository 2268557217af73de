import { type Credentials, isIn, isRoot } from "./credentials.ts";
import { SystemError } from "./errno.ts";
import type { Opened } from "./execute.ts";
import type { Files, FileStat, Follow, OpenFlags } from "./files.ts";
import { Handle, type Holder } from "./handle.ts";
import type { Mount, Mounts } from "./mounts.ts";
import { isWritten, type Node, sizeOf } from "./node.ts";
import type { OpenFile } from "./open-file.ts";
import { demandOpenable, type Opener, openNode } from "./opening.ts";
import { type Found, Paths } from "./paths.ts";
import { endOf, noKernel } from "./walk.ts";
import { demand, demandOwner, may, mayLink } from "./permission.ts";
import { withoutCapabilities, withoutPrivileges } from "./privileges.ts";

/** Whose calls they are. */
export interface Caller extends Holder {
  readonly cwd: string;
  readonly umask: number;
  readonly credentials: Credentials;
  descriptor(number: number): OpenFile;
}

type Time = bigint | "now" | "keep";

/** The system calls about files for one process. */
export class BoundFiles implements Files {
  readonly #paths: Paths;
  readonly #opener: Opener;
  readonly #caller: Caller;

  constructor(mounts: Mounts, opener: Opener, caller: Caller) {
    this.#paths = new Paths(mounts, caller);
    this.#opener = opener;
    this.#caller = caller;
  }

  stat(path: string): FileStat {
    return this.#stat(path, true);
  }

  lstat(path: string): FileStat {
    return this.#stat(path, false);
  }

  access(path: string, wanted: Parameters<Files["access"]>[1]): void {
    const { node, mount } = this.#paths.find(path);
    if (wanted.write && mount.readOnly && node.type === "file") throw new SystemError("EROFS", path);
    const bits = (wanted.read ? may.read : 0) | (wanted.write ? may.write : 0) | (wanted.execute ? may.execute : 0);
    demand(node, bits, this.#caller.credentials, path);
  }

  /** A file that is to be executed. Throws EACCES where it may not be, or is no regular file. */
  executable(path: string): Opened {
    const { node, mount, path: real } = this.#paths.find(path);
    if (node.type !== "file") throw new SystemError("EACCES", path);
    demand(node, may.execute, this.#caller.credentials, path);
    const { content } = node;
    const digest = isWritten(content) ? content.digest() : content?.digest;
    return { path: real, digest, stat: statOf(node, mount), content: () => mount.disk.contentOf(node) };
  }

  list(path: string): readonly string[] {
    const { node, mount } = this.#paths.listable(path);
    if (mount.kind === "kernel") throw noKernel(path);
    return mount.disk.names(node);
  }

  entries(path: string): ReturnType<Files["entries"]> {
    const { node, mount } = this.#paths.listable(path);
    return mount.disk.names(node).map((name) => ({ name, type: mount.disk.typeOf(node, name) }));
  }

  readLink(path: string): string {
    const { node } = this.#paths.find(path, "keep");
    if (node.type !== "symlink") throw new SystemError("EINVAL", path);
    return node.target;
  }

  realPath(path: string): string {
    return this.#paths.find(path).path;
  }

  makeDirectory(path: string, mode = 0o777): void {
    this.#paths.create(path, { type: "directory", mode: mode & ~this.#caller.umask & 0o1777 });
  }

  removeDirectory(path: string): void {
    const found = this.#paths.find(path, "name");
    const end = endOf(path);
    if (end === ".") throw new SystemError("EINVAL", path);
    if (end === "..") throw new SystemError("ENOTEMPTY", path);
    this.#paths.demandRemovable(found, path);
    if (found.node.type !== "directory") throw new SystemError("ENOTDIR", path);
    if (this.#paths.isBusy(found)) throw new SystemError("EBUSY", path);
    if (found.mount.disk.names(found.node).length > 0) throw new SystemError("ENOTEMPTY", path);
    found.mount.disk.detach(found.parent, found.name, found.node);
  }

  unlink(path: string): void {
    const found = this.#paths.find(path, "name");
    if (endOf(path) !== "name") throw new SystemError("EISDIR", path);
    const isDirectory = found.node.type === "directory";
    if (found.slash) throw new SystemError(isDirectory ? "EISDIR" : "ENOTDIR", path);
    this.#paths.demandRemovable(found, path);
    if (isDirectory) throw new SystemError("EISDIR", path);
    if (this.#paths.isBusy(found)) throw new SystemError("EBUSY", path);
    found.mount.disk.detach(found.parent, found.name, found.node);
  }

  rename(from: string, to: string): void {
    const source = this.#paths.walk(from, "name");
    const target = this.#paths.walk(to, "name");
    if (source.mount !== target.mount) throw new SystemError("EXDEV", from);
    if (endOf(from) !== "name" || endOf(to) !== "name") throw new SystemError("EBUSY", from);
    this.#paths.demandMovable(source, target, { from, to });
    const { node, mount } = source as Found;
    if (target.node === node) return;
    if (target.node !== undefined) mount.disk.detach(target.parent, target.name, target.node);
    mount.disk.detach(source.parent, source.name, node);
    mount.disk.attach(target.parent, target.name, node);
  }

  link(target: string, path: string, { follow = false }: Follow = {}): void {
    const { node, mount } = this.#paths.find(target, lastOf(follow));
    const place = this.#paths.walk(path, "name");
    if (place.node !== undefined) throw new SystemError("EEXIST", path);
    if (place.slash) throw new SystemError("ENOENT", path);
    if (place.mount !== mount) throw new SystemError("EXDEV", path);
    if (!mayLink(node, this.#caller.credentials)) throw new SystemError("EPERM", target);
    this.#paths.demandWritable(place, path);
    if (node.type === "directory") throw new SystemError("EPERM", target);
    mount.disk.attach(place.parent, place.name, node);
  }

  symlink(target: string, path: string): void {
    if (target === "") throw new SystemError("ENOENT", path);
    this.#paths.create(path, { type: "symlink", mode: 0o777, target });
  }

  makeNode(path: string, mode: number, node: Parameters<Files["makeNode"]>[2]): void {
    if (node.type !== "fifo" && !isRoot(this.#caller.credentials)) throw new SystemError("EPERM", path);
    const special = node.type === "fifo" ? {} : { special: { major: node.major, minor: node.minor } };
    this.#paths.create(path, { type: node.type, mode: mode & ~this.#caller.umask, ...special });
  }

  changeMode(path: string, mode: number): void {
    const { node, mount } = this.#paths.changeable(path, "follow");
    const { credentials } = this.#caller;
    demandOwner(node, credentials, path);
    const keepsGroup = isRoot(credentials) || isIn(credentials, node.gid);
    mount.disk.change(node, { mode: mode & (keepsGroup ? 0o7777 : 0o5777) });
  }

  changeOwner(path: string, uid: number, gid: number, { follow = true }: Follow = {}): void {
    const { node, mount } = this.#paths.changeable(path, lastOf(follow));
    const { credentials } = this.#caller;
    const owner = { uid: uid === -1 ? node.uid : uid, gid: gid === -1 ? node.gid : gid };
    if (!isRoot(credentials)) {
      const isOwner = node.uid === credentials.uid;
      const mayUser = uid === -1 || (isOwner && owner.uid === node.uid);
      const mayGroup = gid === -1 || (isOwner && (owner.gid === node.gid || isIn(credentials, owner.gid)));
      if (!mayUser || !mayGroup) throw new SystemError("EPERM", path);
    }
    mount.disk.change(node, { ...owner, ...withoutPrivileges(node) });
  }

  setTimes(path: string, atime: Time, mtime: Time, { follow = true }: Follow = {}): void {
    const { node, mount } = this.#paths.changeable(path, lastOf(follow));
    const { credentials } = this.#caller;
    const isNow = atime === "now" && mtime === "now";
    if (!isNow || !(node.uid === credentials.uid || isRoot(credentials))) {
      if (isNow) demand(node, may.write, credentials, path);
      else demandOwner(node, credentials, path);
    }
    const now = this.#opener.now();
    const time = (wanted: Time, old: bigint) => (wanted === "now" ? now : wanted === "keep" ? old : wanted);
    mount.disk.change(node, { atime: time(atime, node.atime), mtime: time(mtime, node.mtime) });
  }

  async truncate(path: string, size: number): Promise<void> {
    const { node, mount } = this.#paths.changeable(path, "follow");
    if (node.type === "directory") throw new SystemError("EISDIR", path);
    if (node.type !== "file") throw new SystemError("EINVAL", path);
    demand(node, may.write, this.#caller.credentials, path);
    (await mount.disk.writable(node, "keep")).truncate(size);
    mount.disk.change(node, { mtime: this.#opener.now(), ...withoutCapabilities(node) });
  }

  async open(path: string, flags: OpenFlags, mode = 0o666): Promise<OpenFile> {
    if (flags.create && path.endsWith("/") && endOf(path) === "name") {
      this.#paths.walk(path, "name");
      throw new SystemError("EISDIR", path);
    }
    const place = this.#paths.walk(path, lastOf(!flags.noFollow && !(flags.create && flags.exclusive)));
    if (place.descriptor !== undefined) return this.#caller.descriptor(place.descriptor).retain();
    if (place.node === undefined && (!flags.create || place.slash))
      throw new SystemError(flags.create ? "EISDIR" : "ENOENT", path);
    if (place.node !== undefined && flags.create && flags.exclusive) throw new SystemError("EEXIST", path);
    if (place.node !== undefined) demandOpenable(place as Found, flags, this.#paths, path);
    const fresh = { type: "file", mode: mode & ~this.#caller.umask & 0o7777 } as const;
    const node = place.node ?? this.#paths.make(place, fresh, path);
    const stat = () => statOf(node, place.mount);
    const how = { opener: this.#opener, signal: this.#caller.signal };
    return Handle.open(await openNode({ ...place, node }, flags, stat, how), this.#caller);
  }

  async clone(from: string, to: string): Promise<void> {
    const source = this.#paths.find(from);
    const target = this.#paths.changeable(to, "follow");
    if (source.node.type !== "file" || target.node.type !== "file") throw new SystemError("EINVAL", to);
    if (source.mount.disk !== target.mount.disk) throw new SystemError("EXDEV", to);
    demand(source.node, may.read, this.#caller.credentials, from);
    demand(target.node, may.write, this.#caller.credentials, to);
    source.mount.disk.keep(source.node).shared = true;
    const { content } = source.node;
    const more = { mtime: this.#opener.now(), ...withoutCapabilities(target.node) };
    target.mount.disk.change(target.node, { content, shared: true, ...more });
  }

  xattrs(path: string, { follow = true }: Follow = {}): ReadonlyMap<string, Uint8Array> {
    return this.#paths.find(path, lastOf(follow)).node.xattrs;
  }

  setXattr(path: string, name: string, value: Uint8Array | undefined, { follow = true }: Follow = {}): void {
    const { node, mount } = this.#paths.changeable(path, lastOf(follow));
    if (name.startsWith("user.")) demand(node, may.write, this.#caller.credentials, path);
    else if (!isRoot(this.#caller.credentials)) throw new SystemError("EPERM", path);
    const xattrs = new Map(node.xattrs);
    if (value !== undefined) xattrs.set(name, value);
    else if (!xattrs.delete(name)) throw new SystemError("ENODATA", path);
    mount.disk.change(node, { xattrs });
  }

  #stat(path: string, follow: boolean): FileStat {
    const place = this.#paths.walk(path, lastOf(follow));
    if (place.descriptor !== undefined) return this.#caller.descriptor(place.descriptor).stat();
    if (place.node === undefined) throw new SystemError("ENOENT", path);
    return statOf(place.node, place.mount);
  }
}

const lastOf = (follow: boolean) => (follow ? "follow" : "keep");

function statOf(node: Node, { device }: Mount): FileStat {
  const { type, mode, uid, gid, inode, links, atime, mtime, ctime, special } = node;
  const common = { type, mode, uid, gid, size: sizeOf(node), device, inode, links, atime, mtime, ctime };
  return special === undefined ? common : { ...common, special };
}
