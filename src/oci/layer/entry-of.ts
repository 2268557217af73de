import type { Filesystem, Stat } from "../filesystem/filesystem.ts";
import type { ImagePath } from "../filesystem/path.ts";
import type { Entry } from "./changeset.ts";

/**
 * One file of a tree as a change that makes it. Content whose digest the tree does not know cannot be
 * sealed: whoever asks has it hashed before.
 */
export function entryOf(fs: Filesystem, path: ImagePath, stat: Stat): Entry {
  const { type, mode, uid, gid, mtime, xattrs } = stat;
  const common = { path, mode, uid, gid, mtime, ...(xattrs === undefined ? {} : { xattrs }) };
  switch (type) {
    case "file": {
      if (stat.digest === undefined) throw new Error(`the digest of ${path} is not known`);
      return { ...common, type, content: { size: stat.size, digest: stat.digest, open: () => fs.read(path) } };
    }
    case "symlink":
      return { ...common, type, target: stat.target ?? "" };
    case "character":
    case "block":
      return { ...common, type, device: stat.device ?? { major: 0, minor: 0 } };
    case "directory":
    case "fifo":
      return { ...common, type };
  }
}

/** Gives entries of one tree in walk order, a further name of a file that came already as a hard link. */
export class Linker {
  readonly #fs: Filesystem;
  readonly #first = new Map<number, ImagePath>();

  constructor(fs: Filesystem) {
    this.#fs = fs;
  }

  entry(path: ImagePath, stat: Stat): Entry {
    if (stat.type === "directory" || stat.links < 2) return entryOf(this.#fs, path, stat);
    const first = this.#first.get(stat.inode);
    if (first === undefined) {
      this.#first.set(stat.inode, path);
      return entryOf(this.#fs, path, stat);
    }
    const { mode, uid, gid, mtime, xattrs } = stat;
    return {
      path,
      mode,
      uid,
      gid,
      mtime,
      ...(xattrs === undefined ? {} : { xattrs }),
      type: "hardlink",
      target: first,
    };
  }
}
