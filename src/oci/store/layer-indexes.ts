import { readFile } from "node:fs/promises";
import { DjibError } from "../../errors.ts";
import type { Digest } from "../digest.ts";
import { decodeIndex, encodeIndex } from "../layer/index-file.ts";
import { indexTar } from "../layer/index-tar.ts";
import type { LayerIndex } from "../layer/layer-index.ts";
import { sizeOf } from "./blobs.ts";
import { fault, isMissing } from "./faults.ts";
import type { Layout } from "./layout.ts";
import { quarantine, readVerified } from "./read.ts";
import type { Session } from "./session.ts";
import { type Manner, writeAtomically } from "./write.ts";

/** The indexes of layers: derived from the tars, hence never a reason to fail. */
export interface LayerIndexes {
  /** undefined where the tar is not in the store. Made again where it is lost, damaged or of another version; one and the same while it is in use. */
  load(diffId: Digest): Promise<LayerIndex | undefined>;
  keep(index: LayerIndex): Promise<void>;
}

/** A crash may lose it; its checksum tells. */
const derived: Manner = { durable: false, mode: 0o444 };

export function layerIndexesOf(layout: Layout, session: Session): LayerIndexes {
  // A merged tree holds its indexes; what no tree holds may go.
  const loaded = new Map<Digest, WeakRef<LayerIndex>>();
  const remember = (index: LayerIndex): LayerIndex => {
    loaded.set(index.sealed.diffId, new WeakRef(index));
    return index;
  };
  const keep = async (index: LayerIndex): Promise<void> => {
    const path = layout.path("trees", remember(index).sealed.diffId);
    await writeAtomically(session, derived, async (write) => {
      for (const part of encodeIndex(index)) write(part);
      return { path };
    });
  };
  const rebuild = async (diffId: Digest, size: number): Promise<LayerIndex> => {
    const tar = layout.path("layers", diffId);
    const index = await indexTar(readVerified(tar, { digest: diffId, size }, { layout, session }));
    await keep(index);
    return index;
  };
  const load = async (diffId: Digest): Promise<LayerIndex | undefined> => {
    const tar = layout.path("layers", diffId);
    const size = await sizeOf(layout, "layers", diffId);
    if (size === undefined) return undefined;
    const known = loaded.get(diffId)?.deref() ?? (await read(layout.path("trees", diffId), diffId));
    if (known === undefined) return rebuild(diffId, size);
    if (known.sealed.size === size) return remember(known);
    await quarantine(tar, layout, session);
    return undefined;
  };
  const loading = new Map<Digest, Promise<LayerIndex | undefined>>();
  return {
    keep,
    load: (diffId) => {
      const running = loading.get(diffId) ?? load(diffId).finally(() => loading.delete(diffId));
      loading.set(diffId, running);
      return running;
    },
  };
}

/** undefined where there is none that can be used. */
async function read(path: string, diffId: Digest): Promise<LayerIndex | undefined> {
  try {
    const index = decodeIndex(await readFile(path));
    return index.sealed.diffId === diffId ? index : undefined;
  } catch (error) {
    if (isMissing(error) || (error instanceof DjibError && error.code === "layer/corrupt-index")) return undefined;
    throw fault(error, path);
  }
}
