import type { Digest } from "../../src/oci/digest.ts";
import { digestOf } from "../../src/oci/digest.ts";
import type { Form, Store } from "../../src/oci/store/store.ts";

/** The part of a store that compression needs, in memory. */
export function memoryBlobs(): Pick<Store, "blobs" | "forms"> & { readonly held: Map<Digest, Uint8Array> } {
  const held = new Map<Digest, Uint8Array>();
  const forms = new Map<string, Form>();
  return {
    held,
    blobs: {
      has: async (digest) => held.has(digest),
      get: (descriptor) => ({
        ...descriptor,
        async *open() {
          yield held.get(descriptor.digest)!;
        },
      }),
      async put(content) {
        const chunks: Uint8Array[] = [];
        for await (const chunk of content) chunks.push(Buffer.from(chunk));
        const bytes = Buffer.concat(chunks);
        const digest = digestOf(bytes);
        held.set(digest, bytes);
        return { digest, size: bytes.length };
      },
    },
    forms: {
      get: async (diffId, compressor) => forms.get(`${diffId} ${compressor}`),
      put: async (diffId, compressor, form) => void forms.set(`${diffId} ${compressor}`, form),
    },
  };
}
