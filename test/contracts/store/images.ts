import assert from "node:assert/strict";
import { access } from "node:fs/promises";
import { manifestOf } from "../../../src/oci/image/derive.ts";
import { appendLayer, withConfig } from "../../../src/oci/image/edit.ts";
import { emptyImage } from "../../../src/oci/image/empty.ts";
import { validateImage } from "../../../src/oci/image/validate.ts";
import { oci } from "../../../src/oci/media-types.ts";
import { amd64, layerOf } from "../../support/images.ts";
import { filesChangeset } from "../../support/store.ts";
import type { Check } from "../store.ts";

export function images(check: Check): void {
  check("an image of sealed layers is saved, and loaded as it was", async ({ images, layers }) => {
    const sealed = await layers.seal(filesChangeset({ a: "1" }));
    const image = appendLayer(layers.get(sealed, "oci"), { created_by: "COPY" })(emptyImage(amd64));
    const descriptor = await images.save(image);
    assert.deepEqual(descriptor, manifestOf(image).descriptor);
    const loaded = await images.load(descriptor);
    await validateImage(loaded, { deep: true });
    assert.deepEqual(loaded.config, image.config);
    assert.deepEqual(await images.save(loaded), descriptor);
  });

  check("an image as pulled keeps its bytes; an edited one gets others", async ({ images, blobs }) => {
    const layer = layerOf(Buffer.alloc(1024));
    await blobs.put(layer.open(), layer);
    const pretty = Buffer.from(
      JSON.stringify(
        { os: "linux", architecture: "amd64", rootfs: { type: "layers", diff_ids: [layer.diffId] }, "moby.x": 1 },
        null,
        3,
      ),
    );
    const { digest } = await blobs.put([pretty]);
    const { mediaType, size } = layer;
    const manifest = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        config: { mediaType: oci.config, digest, size: pretty.length },
        layers: [{ mediaType, digest: layer.digest, size }],
      }),
    );
    const stored = await blobs.put([manifest]);
    const image = await images.load({ mediaType: oci.manifest, ...stored });
    await validateImage(image, { deep: true });
    assert.deepEqual(Buffer.from(manifestOf(image).bytes), manifest);
    const edited = withConfig((config) => ({ ...config, author: "me" }))(image);
    const saved = await images.load(await images.save(edited));
    assert.equal(saved.config.author, "me");
    assert.equal((saved.config as unknown as Record<string, unknown>)["moby.x"], 1);
    assert.notEqual(manifestOf(saved).descriptor.digest, stored.digest);
  });
}

export function places(check: Check): void {
  check("a scratch directory is there until it is disposed of", async (store) => {
    const scratch = await store.scratch();
    await access(scratch.path);
    await scratch[Symbol.asyncDispose]();
    await assert.rejects(access(scratch.path));
  });

  check("leases are counted and may be given back twice", async (store) => {
    const [a, b] = [await store.lease(), await store.lease()];
    await a[Symbol.asyncDispose]();
    await a[Symbol.asyncDispose]();
    await b[Symbol.asyncDispose]();
  });
}
