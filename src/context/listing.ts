import type { IgnoreRules } from "./ignore.ts";
import { type Folder, type Place, look, namesIn } from "./directory.ts";
import { type TrackedTree, nestedModes } from "./git/work-tree.ts";
import { hostPath, hostPathsIn, shown } from "./host-path.ts";
import { problem } from "./errors.ts";
import { limits } from "../limits.ts";
import { type ImagePath, join, parentOf } from "../oci/filesystem/path.ts";
import { Nodes, type Seen } from "./nodes.ts";

/**
 * The context's files, each directory read when it is first asked for: what no COPY needs is
 * never opened. A hidden directory is there only where an exception shows something beneath it.
 */
export class Listing {
  readonly #nodes = new Nodes();
  readonly #place: Place;
  readonly #rules: IgnoreRules;
  /** By directory: the repository that it is in, of those that begin in the context. */
  readonly #tracked = new Map<ImagePath, TrackedTree | undefined>();

  /** Most look-ups are of siblings. */
  #last: { readonly directory: ImagePath | undefined; readonly node: number | undefined } = {
    directory: undefined,
    node: undefined,
  };

  constructor(place: Place, rules: IgnoreRules, tracked: TrackedTree | undefined) {
    this.#place = place;
    this.#rules = rules;
    this.#tracked.set("" as ImagePath, tracked);
    const asItIs: Place = { ...place, modes: "keep" };
    const hostPathOf = () => place.directory;
    const root = look({ place: asItIs, path: "" as ImagePath, hostPathOf, tracked: undefined }, "");
    this.#nodes.add(place.modes === "keep" ? root : { ...root, mode: 0o755 });
  }

  get nodes(): Nodes {
    return this.#nodes;
  }

  find(path: ImagePath): number | undefined {
    if (path === "") return 0;
    const slash = path.lastIndexOf("/");
    const directory = path.slice(0, Math.max(0, slash)) as ImagePath;
    if (this.#last.directory !== directory) this.#last = { directory, node: this.#directory(directory) };
    const { node } = this.#last;
    return node === undefined ? undefined : this.#nodes.child(node, path.slice(slash + 1));
  }

  /** The node of a directory, listed; undefined where there is none. */
  #directory(path: ImagePath): number | undefined {
    const node = path === "" ? 0 : this.find(path);
    if (node === undefined || this.#nodes.type(node) !== "directory") return undefined;
    this.#list(path, node);
    return node;
  }

  names(path: ImagePath): string[] {
    const node = this.#directory(path);
    return node === undefined ? [] : Array.from(this.#nodes.children(node), (child) => this.#nodes.name(child));
  }

  #list(path: ImagePath, node: number): void {
    if (this.#nodes.isListed(node)) return;
    const names = namesIn(this.#place, path);
    const folder = this.#folder(path, this.#trackedIn(path, names));
    const seen: Seen[] = [];
    for (const name of names) {
      const full = join(path, name);
      const hidden = this.#rules.hiddenBy(full) !== undefined;
      if (hidden && !this.#rules.mayShowBeneath(full)) continue;
      const file = look(folder, name);
      if (!hidden || (file.type === "directory" && this.#showsBeneath(full))) seen.push(file);
    }
    if (this.#nodes.count + seen.length > limits.entries) throw tooMany(path);
    this.#nodes.addChildren(node, seen);
  }

  /** Whether anything below a hidden directory is let through. */
  #showsBeneath(directory: ImagePath): boolean {
    const folder = this.#folder(directory, undefined);
    return namesIn(this.#place, directory).some((name) => {
      const full = join(directory, name);
      if (this.#rules.hiddenBy(full) === undefined) return true;
      if (!this.#rules.mayShowBeneath(full)) return false;
      return look(folder, name).type === "directory" && this.#showsBeneath(full);
    });
  }

  #folder(path: ImagePath, tracked: TrackedTree | undefined): Folder {
    const { directory, ctx } = this.#place;
    return { place: this.#place, path, hostPathOf: hostPathsIn(directory, path, ctx.host.system.platform), tracked };
  }

  #trackedIn(path: ImagePath, names: readonly string[]): TrackedTree | undefined {
    if (this.#place.modes === "keep") return undefined;
    if (path !== "" && names.includes(".git")) {
      const { directory, ctx } = this.#place;
      const modes = nestedModes(hostPath(directory, path, ctx.host.system.platform).toString());
      if (modes !== undefined) this.#tracked.set(path, { modes, prefix: "" });
    }
    for (let at = path; ; at = parentOf(at)) {
      const tracked = this.#tracked.get(at);
      if (tracked !== undefined) {
        const below = path.slice(at === "" ? 0 : at.length + 1);
        return { modes: tracked.modes, prefix: tracked.prefix + (below === "" ? "" : `${below}/`) };
      }
      if (at === "") return undefined;
    }
  }
}

const tooMany = (path: ImagePath) =>
  problem("context/too-many-files", `the build context holds more than ${limits.entries} files (at ${shown(path)})`, {
    help: "name what the image does not need in .dockerignore",
  });
