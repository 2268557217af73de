import { limits } from "../limits.ts";
import type { Descriptor, Layer } from "../oci/blob.ts";
import type { Digest } from "../oci/digest.ts";
import type { Image } from "../oci/image/image.ts";
import { slots } from "../oci/registry/slots.ts";
import type { Store } from "../oci/store/store.ts";
import type { BlobPlace } from "./blob-place.ts";

/** Blobs on their way from registries into the store: each once, `limits.registryTransfers` at a time. */
export class Fetches {
  readonly #store: Store;
  readonly #running = new Map<Digest, Promise<void>>();
  readonly #inSlot = slots(limits.registryTransfers);

  constructor(store: Store) {
    this.#store = store;
  }

  /** Resolves when the store has the blob, whoever asked for it first. */
  async fetch(descriptor: Descriptor, puller: Pick<BlobPlace, "fetch">): Promise<void> {
    const { digest } = descriptor;
    const running = this.#running.get(digest);
    if (running !== undefined) return running;
    const fetching = this.#inSlot(async () => {
      if (!(await this.#store.blobs.has(digest))) await puller.fetch(descriptor, this.#store.blobs);
    }).finally(() => this.#running.delete(digest));
    this.#running.set(digest, fetching);
    return fetching;
  }

  /** The image with layers that are fetched when they are first opened. */
  withLayers(image: Image, puller: Pick<BlobPlace, "fetch">): Image {
    return { ...image, layers: image.layers.map((layer) => this.layer(layer, puller)) };
  }

  /** The layer, fetched when it is first opened. */
  layer(layer: Layer, puller: Pick<BlobPlace, "fetch">): Layer {
    const { blobs, layers } = this.#store;
    const fetch = () => this.fetch(layer, puller);
    return {
      ...layer,
      async *open(signal) {
        if (layer.digest === layer.diffId && (await layers.has(layer.diffId))) return yield* layer.open(signal);
        await fetch();
        yield* blobs.get(layer).open(signal);
      },
    };
  }
}
