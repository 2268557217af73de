import { digestOf } from "../../src/oci/digest.ts";
import { openStore } from "../../src/oci/store/open.ts";
import type { Store } from "../../src/oci/store/store.ts";
import { testCtx } from "./ctx.ts";
import { layerOf, noise } from "./images.ts";
import { filesChangeset } from "./store.ts";

/** What two builders of the same thing write; a round is the same in every process. */
async function round(store: Store, number: number): Promise<void> {
  await using _scratch = await store.scratch();
  const put = await store.blobs.put([noise(400_000, number + 1), noise(7, number + 1)]);
  const layer = await store.layers.seal(filesChangeset({ [`file-${number}`]: String(number).repeat(200_000) }));
  await store.steps.put(digestOf(`step ${number}`), { layer, createdBy: `RUN ${number}` });
  await store.ensureLayer(layerOf(Buffer.alloc(1024 * (2 + number))), testCtx());
  await store.tags.put({
    reference: `docker.io/library/image:${number}`,
    platform: "linux/amd64",
    image: { mediaType: "application/vnd.oci.image.manifest.v1+json", ...put },
    id: put.digest,
    at: "2026-01-02T03:04:05Z",
    origin: "built",
  });
}

const [root, task] = process.argv.slice(2);
const store = await openStore(root!, testCtx().host);
if (task === "lease") {
  await store.lease();
  process.stdout.write("ready\n");
  process.stdin.resume();
} else {
  await round(store, 0);
  process.stdout.write("ready\n");
  const rounds = task === "write" ? Number.POSITIVE_INFINITY : 5;
  for (let number = 1; number < rounds; number++) await round(store, number);
  await store[Symbol.asyncDispose]();
}
