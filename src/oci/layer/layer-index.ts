import type { NodeTable } from "../filesystem/node-table.ts";
import type { Directories } from "./directories.ts";
import type { SealedLayer } from "./sealed.ts";

/**
 * What is in a layer without its content: one node for each entry in the tar's order (paths cleaned,
 * whiteouts understood), and where the content of each file begins in the uncompressed tar. About
 * 110 bytes an entry.
 */
export interface LayerIndex {
  readonly nodes: NodeTable;
  /** undefined for the rare layer whose directories cannot be merged one by one; see `plainDirectories`. */
  readonly directories: Directories | undefined;
  readonly sealed: SealedLayer;
}

/** Reads from an uncompressed layer; may be called any number of times. */
export type OpenRange = (offset: number, size: number) => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** A layer as trees are made of. */
export interface LayerSource {
  readonly index: LayerIndex;
  readonly openRange: OpenRange;
}
