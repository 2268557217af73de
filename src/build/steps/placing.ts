import type { Chmod } from "../../dockerfile/values/chmod.ts";
import type { Location } from "../../errors.ts";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { type ImagePath, cleanPath, imagePath, join, parentOf, showPath } from "../../oci/filesystem/path.ts";
import { resolvePath } from "../../oci/filesystem/resolve.ts";
import type { Changeset } from "../../oci/layer/changeset.ts";
import type { Archive } from "../../oci/layer/archive.ts";
import { problem } from "./errors.ts";
import { GraftedTree } from "./grafted-tree.ts";
import { mergedEntries } from "./merge.ts";
import type { FoundSource } from "./sources.ts";
import { unpacking } from "./unpack.ts";
import type { Owner } from "./users.ts";

/** Where a step puts what it has. */
export interface Target {
  /** The tree that is copied into. */
  readonly to: Filesystem;
  /** Absolute; a trailing slash means "a directory". */
  readonly destination: string;
  /** Time of directories that are made on the way, seconds. */
  readonly now: number;
  /** A directory that is copied onto gets the time of what is copied, as fsutil gives it. */
  readonly keepTimes?: boolean;
  readonly where: Location;
}

/** Finds the place of each source, one after the other: each sees what those before it made. */
export class Placing {
  readonly #tree: GraftedTree;
  readonly #target: Target;
  readonly #owner: Owner | undefined;
  readonly #chmod: Chmod | undefined;

  constructor(target: Target, owner: Owner | undefined, chmod?: Chmod) {
    this.#target = target;
    this.#tree = new GraftedTree(target.to);
    this.#owner = owner;
    this.#chmod = chmod;
  }

  /** The tree with all that was placed so far. */
  get tree(): Filesystem {
    return this.#tree;
  }

  /** What all that was placed so far changes. */
  changes(): Changeset {
    const { to, where } = this.#target;
    const { grafts } = this.#tree;
    return { entries: () => mergedEntries(to, grafts, where), async [Symbol.asyncDispose]() {} };
  }

  /** fsutil's Copy and prepareTargetDir for one source. */
  place({ tree, at, stat, name, archive, isImplied }: FoundSource): void {
    const { destination } = this.#target;
    if (archive !== undefined) return this.#unpack(archive);
    const parentMode = this.#chmod?.form === "octal" ? this.#chmod.mode & 0o777 : undefined;
    const parent = /\/\.?$/.test(destination) ? destination : destination.replace(/[^/]*$/, "");
    this.makeDirectory(cleaned(parent), parentMode);
    let path = this.resolve(cleaned(destination));
    const there = this.#tree.lstat(path);
    const isDirectory = stat.type === "directory";
    if (!isDirectory && there?.type === "directory") path = join(path, name);
    this.makeDirectory(isDirectory && there === undefined ? path : parentOf(path), parentMode);
    this.#tree.add({
      kind: "tree",
      path,
      source: tree,
      at,
      replaces: false,
      onExisting: (member) => (isImplied?.(member) === true ? "mode" : undefined),
      dates: this.#target.keepTimes === true,
      metadata: ({ type, mode, uid, gid }) => ({
        ...(this.#owner ?? { uid, gid }),
        mode: type === "symlink" ? mode : this.#modeOf(mode, type === "directory"),
      }),
    });
  }

  #modeOf(mode: number, isDirectory: boolean): number {
    if (this.#chmod === undefined) return mode;
    return this.#chmod.form === "octal" ? this.#chmod.mode : this.#chmod.apply(mode, isDirectory);
  }

  #unpack(archive: Archive): void {
    const path = this.makeDirectory(cleaned(this.#target.destination));
    for (const graft of [...unpacking(archive, path, this.#owner, this.#tree)]) this.#tree.add(graft);
  }

  /** Makes a directory and what of its parents is missing; what is there stays as it is. */
  makeDirectory(written: ImagePath, mode = 0o755): ImagePath {
    const path = this.resolve(written);
    const missing: ImagePath[] = [];
    for (let at = path; ; at = parentOf(at)) {
      const there = this.#tree.lstat(at);
      if (there?.type === "directory") break;
      if (there !== undefined) throw this.#throughFile(at);
      missing.unshift(at);
    }
    const { uid, gid } = this.#owner ?? { uid: 0, gid: 0 };
    for (const one of missing)
      this.#tree.add({ kind: "directory", path: one, mode, uid, gid, mtime: this.#target.now });
    return path;
  }

  resolve(path: ImagePath): ImagePath {
    try {
      return resolvePath(this.#tree, path).path;
    } catch (cause) {
      throw this.#throughFile(path, cause);
    }
  }

  #throughFile(path: ImagePath, cause?: unknown) {
    const { destination, where } = this.#target;
    return problem(
      "copy/onto-file",
      `${destination} cannot be made: ${showPath(path)} is, or leads through, no directory`,
      {
        where,
        help: "copy to another destination, or remove the file in a RUN before",
        cause,
      },
    );
  }
}

export const cleaned = (text: string): ImagePath => cleanPath(imagePath(text));
