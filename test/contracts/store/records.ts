import assert from "node:assert/strict";
import { digestOf } from "../../../src/oci/digest.ts";
import { oci } from "../../../src/oci/media-types.ts";
import type { TagRecord } from "../../../src/oci/store/store.ts";
import { filesChangeset } from "../../support/store.ts";
import type { Check } from "../store.ts";

const tag = (reference: string, platform = "linux/amd64"): TagRecord => ({
  reference,
  platform,
  image: { mediaType: oci.manifest, digest: digestOf(reference), size: 7 },
  id: digestOf("id"),
  at: "2026-01-02T03:04:05Z",
  origin: "built",
});

export function records(check: Check): void {
  check("a step leads to its layer for as long as the layer is there", async ({ steps, layers }) => {
    const layer = await layers.seal(filesChangeset({ a: "1" }));
    const [key, lost] = [digestOf("key"), digestOf("lost")];
    assert.equal(await steps.get(key), undefined);
    await steps.put(key, { layer, createdBy: "RUN true" });
    assert.deepEqual(await steps.get(key), { layer, createdBy: "RUN true" });
    await steps.put(lost, { layer: { ...layer, diffId: digestOf("gone") }, createdBy: "RUN false" });
    assert.equal(await steps.get(lost), undefined);
  });

  check("a tag has one record for each platform", async ({ tags }) => {
    const records = [tag("docker.io/library/a:1"), tag("docker.io/library/a:1", "linux/arm64"), tag("x.org/b:1")];
    for (const record of records) await tags.put(record);
    assert.deepEqual(await tags.list(), records);
    assert.deepEqual(await tags.get("docker.io/library/a:1", "linux/arm64"), records[1]);
    assert.equal(await tags.get("docker.io/library/a:1", "linux/arm/v7"), undefined);
    assert.equal(await tags.remove("x.org/b:1", "linux/arm64"), false);
    assert.equal(await tags.remove("docker.io/library/a:1"), true);
    assert.deepEqual(await tags.list(), [records[2]]);
  });

  check("the last record of a tag counts", async ({ tags }) => {
    await tags.put(tag("docker.io/library/a:1"));
    await tags.put({ ...tag("docker.io/library/a:1"), origin: "pulled", pulled: digestOf("index") });
    assert.equal((await tags.get("docker.io/library/a:1", "linux/amd64"))?.pulled, digestOf("index"));
    assert.equal((await tags.list()).length, 1);
  });

  check("forms are kept for each compressor", async ({ forms }) => {
    const diffId = digestOf("layer");
    const form = { mediaType: oci.layerGzip, digest: digestOf("gz"), size: 3 };
    await forms.put(diffId, "djib-gzip-1", form);
    assert.deepEqual(await forms.get(diffId, "djib-gzip-1"), form);
    assert.equal(await forms.get(diffId, "pulled"), undefined);
  });
}
