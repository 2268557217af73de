import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import { problem } from "../../src/oci/errors.ts";
import { parseManifest } from "../../src/oci/image/parse.ts";
import { readImage } from "../../src/oci/image/read.ts";
import { digestOf, type Digest } from "../../src/oci/digest.ts";
import type { Blobs, Store, TagRecord } from "../../src/oci/store/store.ts";

/** As much of a store as sources use, in memory and counting; `store` refuses everything else. */
export function memoryStore() {
  const held = new Map<Digest, Uint8Array>();
  const tags = new Map<string, TagRecord>();
  const puts: Digest[] = [];
  const bytesOf = (digest: Digest): Uint8Array => {
    const bytes = held.get(digest);
    if (bytes === undefined) throw new Error(`the store has no ${digest}`);
    return bytes;
  };
  const blobs: Blobs = {
    has: (digest) => Promise.resolve(held.has(digest)),
    get: (descriptor) => ({
      ...descriptor,
      async *open() {
        yield bytesOf(descriptor.digest);
      },
    }),
    async put(content, expected) {
      const bytes = await buffer(Readable.from(content));
      const digest = digestOf(bytes);
      if (expected !== undefined && (expected.digest !== digest || (expected.size ?? bytes.length) !== bytes.length))
        throw problem("oci/corrupt-blob", `${expected.digest} came as ${digest}`);
      held.set(digest, bytes);
      puts.push(digest);
      return { digest, size: bytes.length };
    },
  };
  const store: Pick<Store, "blobs" | "tags"> & {
    images: Pick<Store["images"], "load">;
    layers: Pick<Store["layers"], "has">;
  } = {
    blobs,
    layers: { has: () => Promise.resolve(false) },
    images: {
      load: (descriptor) => {
        const manifest = bytesOf(descriptor.digest);
        const config = bytesOf(parseManifest(manifest, descriptor.mediaType).config.digest);
        const raw = { manifest, manifestMediaType: descriptor.mediaType, config };
        return Promise.resolve(readImage(raw, (layer) => () => blobs.get(layer).open()));
      },
    },
    tags: {
      get: (reference, platform) => Promise.resolve(tags.get(`${reference} ${platform}`)),
      list: () => Promise.resolve([...tags.values()]),
      put: (record) => Promise.resolve(void tags.set(`${record.reference} ${record.platform}`, record)),
      remove: (reference, platform) => Promise.resolve(tags.delete(`${reference} ${platform}`)),
    },
  };
  return { held, puts, tags, store: store as Store };
}
