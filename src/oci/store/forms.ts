import { join } from "node:path";
import { type Digest, isDigest } from "../digest.ts";
import type { Layout } from "./layout.ts";
import { cached, fieldsOf, isSize, readRecord, writeRecord } from "./record.ts";
import type { Session } from "./session.ts";
import type { Forms } from "./store.ts";

export function formsOf(layout: Layout, session: Session): Forms {
  return {
    get: async (diffId, compressor) => {
      const { mediaType, digest, size } = fieldsOf(await readRecord(pathOf(layout, diffId, compressor)));
      if (typeof mediaType !== "string" || !isDigest(digest) || !isSize(size)) return undefined;
      return { mediaType, digest, size };
    },
    put: (diffId, compressor, { mediaType, digest, size }) =>
      writeRecord(session, pathOf(layout, diffId, compressor), { mediaType, digest, size }, cached),
  };
}

function pathOf(layout: Layout, diffId: Digest, compressor: string): string {
  if (!/^[a-z0-9-]{1,64}$/.test(compressor)) throw new TypeError(`not the name of a compressor: ${compressor}`);
  return join(layout.path("forms", diffId), compressor);
}
