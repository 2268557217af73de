import type { Filesystem } from "../filesystem/filesystem.ts";
import { NodeTable } from "../filesystem/node-table.ts";
import { Tree } from "../filesystem/tree.ts";
import { contentOf } from "./content-of.ts";
import type { LayerSource } from "./layer-index.ts";
import { LazyNames } from "./lazy-names.ts";
import { mergeEagerly } from "./merge-eagerly.ts";

/**
 * The tree that layers, bottom first, make together, as overlayfs would show it (image-spec
 * layer.md). In each layer whiteouts and opaque markers come first and touch lower layers alone,
 * wherever they stand; then its entries count in order, a later one of the same name replacing an
 * earlier. A parent that no layer has is a directory 0755 of root with time 0. A parent that is a
 * symlink of the same layer is followed beneath the root; one of a lower layer gives way to a
 * directory, as in an overlay. Rejects hard links to nothing or to a directory, and entries below a
 * file of their own layer, with `layer/bad-entry`. Layers that are all plain cost nothing before
 * something is looked up, and then as much as the directories on the way to it.
 */
export function mergeTree(layers: readonly LayerSource[]): Filesystem {
  const plain = layers.flatMap(({ index: { nodes, directories } }) => (directories ? [{ nodes, directories }] : []));
  if (plain.length < layers.length) return mergeEagerly(layers);
  const tables = [new NodeTable(), ...plain.map(({ nodes }) => nodes)];
  const names = new LazyNames(tables, plain);
  return new Tree(names, tables, ({ source, row }) => contentOf(tables[source]!, row, layers[source - 1]!.openRange));
}
