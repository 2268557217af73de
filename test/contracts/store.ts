import { describe, it } from "node:test";
import type { Store } from "../../src/oci/store/store.ts";
import { blobs, refusedBlobs } from "./store/blobs.ts";
import { images, places } from "./store/images.ts";
import { layers, layersFromElsewhere } from "./store/layers.ts";
import { records } from "./store/records.ts";

/** One promise: what it says, and how to see it on an empty store. */
export type Check = (title: string, run: (store: Store) => Promise<void>) => void;

/** What every store promises. `make` gives an empty one. */
export function storeContract(name: string, make: () => Promise<AsyncDisposable & { readonly store: Store }>): void {
  const check: Check = (title, run) =>
    it(title, async () => {
      await using made = await make();
      await run(made.store);
    });
  describe(`${name}: blobs`, () => {
    blobs(check);
    refusedBlobs(check);
  });
  describe(`${name}: layers`, () => {
    layers(check);
    layersFromElsewhere(check);
  });
  describe(`${name}: records`, () => records(check));
  describe(`${name}: images`, () => images(check));
  describe(`${name}: places of one's own`, () => places(check));
}
