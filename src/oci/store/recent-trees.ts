import type { Digest } from "../digest.ts";
import type { Filesystem } from "../filesystem/filesystem.ts";

const kept = 8;

/**
 * The trees that were asked for last. A build asks for the tree of each step several times; what was
 * merged of it stays, and so do the indexes of its layers.
 */
export class RecentTrees {
  /** The longest unused first. */
  readonly #trees = new Map<string, Filesystem>();

  get(diffIds: readonly Digest[], make: () => Filesystem): Filesystem {
    const key = diffIds.join();
    const tree = this.#trees.get(key) ?? make();
    this.#trees.delete(key);
    this.#trees.set(key, tree);
    const [oldest] = this.#trees.keys();
    if (this.#trees.size > kept) this.#trees.delete(oldest!);
    return tree;
  }
}
