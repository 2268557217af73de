import { type Chmod, parseChmod } from "../../dockerfile/values/chmod.ts";
import { namesSomebody, parseChown } from "../../dockerfile/values/chown.ts";
import type { Location } from "../../errors.ts";
import { type Filesystem } from "../../oci/filesystem/filesystem.ts";
import { type ImagePath, cleanPath, imagePath, join, parentOf, showPath } from "../../oci/filesystem/path.ts";
import { resolvePath } from "../../oci/filesystem/resolve.ts";
import type { Changeset } from "../../oci/layer/changeset.ts";
import type { Archive } from "./archive.ts";
import { problem } from "./errors.ts";
import { type Graft, grafted } from "./graft.ts";
import { mergedEntries } from "./merge.ts";
import { emptyTree } from "./inline.ts";
import type { FoundSource } from "./sources.ts";
import { unpacking } from "./unpack.ts";
import { type Owner, resolveOwner } from "./users.ts";

/** A COPY, everything found and expanded. */
export interface CopyRequest {
  /** What is copied, in order (see `findAll`). */
  readonly sources: readonly FoundSource[];
  /** The tree that is copied into. */
  readonly to: Filesystem;
  /** Absolute; a trailing slash means "a directory". */
  readonly destination: string;
  readonly chown?: string | undefined;
  readonly chmod?: string | undefined;
  /** COPY --link: as if into an empty tree, whatever is below. */
  readonly link?: boolean;
  /** Time of directories that are made on the way, seconds. */
  readonly now: number;
  readonly where: Location;
}

/** A step on a tree, worked out: what it changes, and what the user should hear. */
export interface Planned {
  readonly changes: Changeset;
  readonly warnings: readonly string[];
}

/**
 * What COPY does to a tree, as BuildKit does it (docker's reference and tonistiigi/fsutil's copy):
 * directories are merged by their contents, links in the destination are followed beneath the
 * root, a directory that is there keeps its metadata, parents that are not are made with mode
 * 0755 and --chown's owner. Rejects where --chown or --chmod is wrong; `entries` throws
 * `copy/onto-directory` and `copy/onto-file`.
 */
export async function planCopy(request: CopyRequest): Promise<Planned> {
  const { link, where } = request;
  const chmod = request.chmod === undefined ? undefined : parseChmod({ text: request.chmod, where });
  const chown = request.chown === undefined ? undefined : parseChown({ text: request.chown, where });
  // BuildKit copies plainly where --chmod is given too
  const to = link === true && chmod === undefined ? emptyTree : request.to;
  if (link === true && chown !== undefined && namesSomebody(chown))
    throw problem("copy/link-by-name", `--link cannot look up ${request.chown}`, {
      where,
      help: "Give --chown numbers.",
    });
  const owner = chown === undefined ? undefined : await resolveOwner(to, chown, where);
  const placing = new Placing({ ...request, to }, owner, chmod);
  for (const source of request.sources) placing.place(source);
  return { changes: changesOf(to, placing.grafts, where), warnings: unknownNames(owner?.unknown ?? []) };
}

export const changesOf = (to: Filesystem, grafts: readonly Graft[], where: Location): Changeset => ({
  entries: () => mergedEntries(to, grafts, where),
  [Symbol.asyncDispose]: async () => {},
});

export const unknownNames = (names: readonly string[]): string[] =>
  names.map(
    (name) =>
      `${JSON.stringify(name)} is not in the image's /etc/passwd or /etc/group; 0 (root) is used, as docker build does`,
  );

/** Finds the place of each source, one after the other: each sees what those before it made. */
export class Placing {
  readonly grafts: Graft[] = [];
  readonly #request: CopyRequest;
  readonly #owner: Owner | undefined;
  readonly #chmod: Chmod | undefined;

  constructor(request: CopyRequest, owner: Owner | undefined, chmod?: Chmod) {
    this.#request = request;
    this.#owner = owner;
    this.#chmod = chmod;
  }

  /** fsutil's Copy and prepareTargetDir for one source. */
  place({ tree, at, stat, name, archive }: FoundSource): void {
    const { destination } = this.#request;
    if (archive !== undefined) return this.#unpack(archive);
    const parentMode = this.#chmod?.form === "octal" ? this.#chmod.mode & 0o777 : undefined;
    this.makeDirectory(/\/\.?$/.test(destination) ? destination : destination.replace(/[^/]*$/, ""), parentMode);
    let path = this.resolve(cleaned(destination));
    const there = this.#view().lstat(path);
    const isDirectory = stat.type === "directory";
    if (!isDirectory && there?.type === "directory") path = join(path, name);
    this.makeDirectory(isDirectory && there === undefined ? path : parentOf(path), parentMode);
    this.grafts.push({
      kind: "tree",
      path,
      source: tree,
      at,
      replaces: false,
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
    const path = this.makeDirectory(this.#request.destination);
    this.grafts.push(...unpacking(archive, path, this.#owner, () => this.#view()));
  }

  /** Makes a directory and what of its parents is missing; what is there stays as it is. */
  makeDirectory(written: string, mode = 0o755): ImagePath {
    const path = this.resolve(cleaned(written));
    const missing: ImagePath[] = [];
    for (let at = path; ; at = parentOf(at)) {
      const there = this.#view().lstat(at);
      if (there?.type === "directory") break;
      if (there !== undefined) throw this.#throughFile(at);
      missing.unshift(at);
    }
    const { uid, gid } = this.#owner ?? { uid: 0, gid: 0 };
    for (const one of missing)
      this.grafts.push({ kind: "directory", path: one, mode, uid, gid, mtime: this.#request.now });
    return path;
  }

  resolve(path: ImagePath): ImagePath {
    try {
      return resolvePath(this.#view(), path).path;
    } catch (cause) {
      throw this.#throughFile(path, cause);
    }
  }

  #view() {
    return grafted(this.#request.to, this.grafts);
  }

  #throughFile(path: ImagePath, cause?: unknown) {
    const { destination, where } = this.#request;
    return problem(
      "copy/onto-file",
      `${destination} cannot be made: ${showPath(path)} is, or leads through, no directory`,
      {
        where,
        help: "Copy to another destination, or remove the file in a RUN before.",
        cause,
      },
    );
  }
}

const cleaned = (text: string): ImagePath => cleanPath(imagePath(text));
