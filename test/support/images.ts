import { gzipSync } from "node:zlib";
import type { Layer } from "../../src/oci/blob.ts";
import { digestOf } from "../../src/oci/digest.ts";
import type { Image } from "../../src/oci/image/image.ts";
import { oci } from "../../src/oci/media-types.ts";
import type { Platform } from "../../src/oci/platform.ts";

/** A gzip layer of any bytes; registries do not look inside. `opened` counts its readers. */
export function layerOf(content: Uint8Array | string): Layer & { readonly opened: () => number } {
  const bytes = gzipSync(content, { level: 0 });
  let opened = 0;
  return {
    mediaType: oci.layerGzip,
    digest: digestOf(bytes),
    size: bytes.length,
    diffId: digestOf(content),
    opened: () => opened,
    async *open() {
      opened++;
      for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
    },
  };
}

export const amd64: Platform = { os: "linux", architecture: "amd64" };

export const imageOf = (layers: readonly Layer[], platform: Platform = amd64): Image => ({
  family: "oci",
  layers,
  config: {
    ...platform,
    config: { Cmd: ["python3"] },
    rootfs: { type: "layers", diff_ids: layers.map(({ diffId }) => diffId) },
    history: layers.map(() => ({ created_by: "test" })),
  },
});

/** Bytes that do not compress and are the same each time. */
export function noise(size: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(size);
  let state = seed >>> 0 || 1;
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}
