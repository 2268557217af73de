import type { Layer } from "../../oci/blob.ts";
import type { Digest } from "../../oci/digest.ts";
import type { SealedLayer } from "../../oci/layer/sealed.ts";

/** The layers of a stage at some point: those its base image brought and those that steps sealed. */
export interface Chain {
  /** May still be in a registry. */
  readonly base: readonly Layer[];
  readonly own: readonly OwnLayer[];
}

/** No tree at all. */
export const nothing: Chain = { base: [], own: [] };

/** A layer that a step sealed. */
export interface OwnLayer extends SealedLayer {
  /** The name that the step's result is looked up by first. */
  readonly key: Digest;
}

export const diffIdsOf = (chain: Chain): readonly Digest[] => [
  ...chain.base.map((layer) => layer.diffId),
  ...chain.own.map((layer) => layer.diffId),
];

/**
 * What a step's key says of the tree it runs on: the base by its diffIDs and each layer of ours by
 * its content without times, so that a step that ran again with the same result lets those below hit.
 */
export const identityOf = (chain: Chain): readonly Digest[] => [
  ...chain.base.map((layer) => layer.diffId),
  ...chain.own.map((layer) => layer.contentDigest),
];

export const extended = (chain: Chain, layer: OwnLayer): Chain => ({ ...chain, own: [...chain.own, layer] });
