import { utimes } from "node:fs/promises";
import { isDigest } from "../digest.ts";
import type { SealedLayer } from "../layer/sealed.ts";
import { sizeOf } from "./blobs.ts";
import type { Layout } from "./layout.ts";
import { cached, fieldsOf, isSize, readRecord, writeRecord } from "./record.ts";
import type { Session } from "./session.ts";
import type { Steps } from "./store.ts";

/** Step records. One whose layer is not in the store (any more), or has another size, is a miss. */
export function stepsOf(layout: Layout, session: Session, now: () => Date): Steps {
  return {
    get: async (key) => {
      const path = layout.path("steps", key);
      const { key: of, createdBy, layer } = fieldsOf(await readRecord(path));
      if (of !== key || typeof createdBy !== "string" || !isSealed(layer)) return undefined;
      if ((await sizeOf(layout, "layers", layer.diffId)) !== layer.size) return undefined;
      // Collection goes by last use. A store that cannot be written is still read.
      await utimes(path, now(), now()).catch(() => undefined);
      return { layer, createdBy };
    },
    put: (key, { layer, createdBy }) =>
      writeRecord(session, layout.path("steps", key), { key, createdBy, layer }, cached),
  };
}

function isSealed(value: unknown): value is SealedLayer {
  const { diffId, size, contentDigest, entries } = fieldsOf(value);
  return isDigest(diffId) && isDigest(contentDigest) && isSize(size) && isSize(entries);
}
