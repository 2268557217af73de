import type { Digest } from "../../oci/digest.ts";
import type { Filesystem, Stat } from "../../oci/filesystem/filesystem.ts";
import { type ImagePath, parentOf, root } from "../../oci/filesystem/path.ts";
import type { Entry } from "../../oci/layer/changeset.ts";
import type { Store } from "../../oci/store/store.ts";
import type { Mode } from "./namespace.ts";
import type { UnpackedDirectory, UnpackedLayer } from "./worker/protocol.ts";

/** A directory that no layer describes, as the merged tree shows it. */
const unknown = { mode: 0o755, uid: 0, gid: 0, mtime: 0 };

type Directory = Pick<Stat, "mode" | "uid" | "gid" | "mtime">;

/**
 * What a worker needs besides the tar to unpack the last of `diffIds` as a layer of an overlay:
 * overlay's marks for whiteouts and opaque directories, and the metadata of directories that the
 * layer goes through without describing them, which otherwise would hide those below.
 */
export async function unpackedLayer(
  store: Store,
  diffIds: readonly Digest[],
  target: string,
  mode: Mode,
): Promise<UnpackedLayer> {
  const diffId = diffIds.at(-1)!;
  const below = await store.layers.tree(diffIds.slice(0, -1));
  const marks = new Marks(below);
  const changes = await store.layers.changes(diffId);
  try {
    for await (const entry of changes.entries()) marks.take(entry);
  } finally {
    await changes[Symbol.asyncDispose]();
  }
  return {
    target,
    tar: store.layers.tarPath(diffId),
    exclude: mode === "root" ? [] : marks.devices.flatMap((path) => [path, `./${path}`, `/${path}`]),
    whiteouts: marks.whiteouts,
    directories: marks.directories(),
    keepOwners: mode !== "single-uid",
    opaqueXattr: mode === "root" ? "trusted.overlay.opaque" : "user.overlay.opaque",
  };
}

/** Collects from a layer's entries, which come parents first. */
class Marks {
  readonly whiteouts: ImagePath[] = [];
  readonly devices: ImagePath[] = [];
  readonly #below: Filesystem;
  readonly #opaque = new Set<ImagePath>();
  readonly #own = new Map<ImagePath, Directory>();
  readonly #touched = new Set<ImagePath>([root]);
  readonly #implied = new Map<ImagePath, Directory>();

  constructor(below: Filesystem) {
    this.#below = below;
  }

  take(entry: Entry): void {
    if (entry.type === "directory") this.#own.set(entry.path, entry);
    if (entry.path !== root) this.#imply(parentOf(entry.path));
    if (entry.type === "whiteout") {
      this.whiteouts.push(entry.path);
      this.#touched.add(parentOf(entry.path));
    } else if (entry.type === "opaque") {
      this.#opaque.add(entry.path);
      this.#imply(entry.path);
    } else if (entry.type === "character" || entry.type === "block") this.devices.push(entry.path);
  }

  #imply(path: ImagePath): void {
    if (this.#own.has(path) || this.#implied.has(path)) return;
    const stat = this.#below.lstat(path);
    this.#implied.set(path, stat?.type === "directory" ? stat : unknown);
    if (path !== root) this.#imply(parentOf(path));
  }

  directories(): UnpackedDirectory[] {
    const described = new Map([...this.#implied, ...this.#own]);
    if (!described.has(root)) described.set(root, this.#below.lstat(root) ?? unknown);
    return [...described]
      .filter(([path]) => !this.#own.has(path) || this.#opaque.has(path) || this.#touched.has(path))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, { mode, uid, gid, mtime }]) => ({ path, mode, uid, gid, mtime, opaque: this.#opaque.has(path) }));
  }
}
