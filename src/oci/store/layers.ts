import { problem as corrupt } from "../errors.ts";
import type { Digest } from "../digest.ts";
import { mediaTypeOf } from "../image/media.ts";
import { changesOf } from "../layer/changes-of.ts";
import { indexTar } from "../layer/index-tar.ts";
import type { LayerIndex } from "../layer/layer-index.ts";
import type { SealedLayer } from "../layer/sealed.ts";
import { fileRanges } from "../layer/ranges.ts";
import { seal } from "../layer/seal.ts";
import { sizeOf } from "./blobs.ts";
import { problem } from "./errors.ts";
import { layerIndexesOf } from "./layer-indexes.ts";
import type { Layout } from "./layout.ts";
import { readVerified } from "./read.ts";
import type { Session } from "./session.ts";
import type { Layers } from "./store.ts";
import { RecentTrees } from "./recent-trees.ts";
import { verifiedTree } from "./verified-tree.ts";
import { content, type Write, writeAtomically } from "./write.ts";

type Described = Pick<SealedLayer, "diffId" | "size">;

export function layersOf(layout: Layout, session: Session): Layers {
  const indexes = layerIndexesOf(layout, session);
  const trees = new RecentTrees();
  const tarPath = (diffId: Digest) => layout.path("layers", diffId);

  const keep = async (make: (write: Write) => Promise<LayerIndex>) => {
    const { index } = await writeAtomically(session, content, async (write) => {
      const index = await make(write);
      return { index, path: tarPath(index.sealed.diffId) };
    });
    await indexes.keep(index);
    return index.sealed;
  };
  const describe: Layers["describe"] = async (diffId) => (await indexes.load(diffId))?.sealed;
  const load = async (diffId: Digest): Promise<LayerIndex> => {
    const index = await indexes.load(diffId);
    if (index !== undefined) return index;
    throw problem("store/missing", `layer ${diffId} is not in the store`, {
      help: "run the command again: it is fetched or made anew",
    });
  };

  const open = ({ diffId, size }: Described, signal?: AbortSignal) =>
    readVerified(tarPath(diffId), { digest: diffId, size }, { layout, session }, signal);
  const source = async (diffId: Digest) => ({ index: await load(diffId), openRange: fileRanges(tarPath(diffId)) });

  return {
    tarPath,
    describe,
    has: async (diffId) => (await sizeOf(layout, "layers", diffId)) !== undefined,
    get: ({ diffId, size }, family) => ({
      mediaType: mediaTypeOf(family, "layer"),
      digest: diffId,
      diffId,
      size,
      open: (signal) => open({ diffId, size }, signal),
    }),
    seal: (changes) => keep(async (write) => (await seal(changes, write)).index),
    add: async (tar, diffId) =>
      (await describe(diffId)) ?? keep(async (write) => expect(await indexTar(tar, write), diffId)),
    tree: async (diffIds) => {
      const sources = await Promise.all(diffIds.map(source));
      return trees.get(diffIds, () => verifiedTree(sources, open));
    },
    changes: async (diffId) => changesOf(await load(diffId), fileRanges(tarPath(diffId))),
  };
}

function expect(index: LayerIndex, diffId: Digest): LayerIndex {
  if (index.sealed.diffId === diffId) return index;
  throw corrupt("oci/corrupt-blob", `the content of layer ${diffId} is not what its image says`, {
    detail: [`its digest is ${index.sealed.diffId}`],
    help: "the image is damaged or forged where it was pulled from; take another",
  });
}
