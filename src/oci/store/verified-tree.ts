import { createHash } from "node:crypto";
import { DjibError } from "../../errors.ts";
import { finish } from "../digest.ts";
import { problem as corrupt } from "../errors.ts";
import type { Filesystem } from "../filesystem/filesystem.ts";
import { type ImagePath, showPath } from "../filesystem/path.ts";
import type { LayerSource } from "../layer/layer-index.ts";
import { mergeTree } from "../layer/merge.ts";
import type { SealedLayer } from "../layer/sealed.ts";

/**
 * The merged tree of layers of the store. The content of a file is compared with the digest in the
 * index while it is read. Where it differs the layers are read whole by `open`, which puts the
 * damaged one aside, and the reader gets `oci/corrupt-blob`.
 */
export function verifiedTree(
  layers: readonly LayerSource[],
  open: (layer: SealedLayer) => AsyncIterable<Uint8Array>,
): Filesystem {
  const tree = mergeTree(layers);
  return {
    lstat: (path) => tree.lstat(path),
    list: (path) => tree.list(path),
    read: async function* (path) {
      const hash = createHash("sha256");
      for await (const chunk of tree.read(path)) {
        hash.update(chunk);
        yield chunk;
      }
      const { digest } = tree.lstat(path) ?? {};
      if (digest === undefined || digest === finish(hash)) return;
      for (const { index } of layers) await drain(open(index.sealed));
      throw damaged(path);
    },
  };
}

async function drain(layer: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const _ of layer);
  } catch (error) {
    if (!(error instanceof DjibError && error.code === "oci/corrupt-blob")) throw error;
  }
}

const damaged = (path: ImagePath) =>
  corrupt("oci/corrupt-blob", `${showPath(path)} was damaged in a layer on this machine's disk`, {
    help: "run the command again: the layer is fetched or made anew",
  });
