import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { digestOf, hexOf, type Digest } from "../../src/oci/digest.ts";
import { imagePath } from "../../src/oci/filesystem/path.ts";
import { openStore } from "../../src/oci/store/open.ts";
import { tagFileName } from "../../src/oci/store/tag-name.ts";
import { testCtx } from "../support/ctx.ts";
import { noise } from "../support/images.ts";
import { bytesOf, code, filesChangeset, temporaryStore } from "../support/store.ts";

const octets = "application/octet-stream";
const pathIn = (root: string, kind: string, digest: Digest) => join(root, "v1", kind, "sha256", hexOf(digest));

/** Changes one byte of a file that is read-only. */
async function flip(path: string, at: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[at]! ^= 1;
  await chmod(path, 0o644);
  await writeFile(path, bytes);
}

it("opening a store and asking it for what it has not touches nothing on disk", async () => {
  const parent = await mkdtemp(join(tmpdir(), "djib-store-"));
  try {
    const store = await openStore(join(parent, "store"), testCtx().host);
    assert.equal(await store.blobs.has(digestOf("x")), false);
    assert.equal(await store.steps.get(digestOf("x")), undefined);
    assert.deepEqual(await store.tags.list(), []);
    await store[Symbol.asyncDispose]();
    assert.deepEqual(await readdir(parent), []);
  } finally {
    await rm(parent, { recursive: true });
  }
});

it("blobs and layers are read-only, whatever the umask, in directories of their owner alone", async () => {
  const before = process.umask(0o077);
  try {
    await using made = await temporaryStore();
    const { digest } = await made.store.blobs.put([Buffer.from("x")]);
    const { diffId } = await made.store.layers.seal(filesChangeset({ a: "1" }));
    for (const path of [pathIn(made.root, "blobs", digest), made.store.layers.tarPath(diffId)])
      assert.equal((await stat(path)).mode & 0o7777, 0o444);
    assert.equal((await stat(join(made.root, "v1", "layers"))).mode & 0o777, 0o700);
  } finally {
    process.umask(before);
  }
});

it("a flipped byte in a blob is found, the blob put aside, and taken again", async () => {
  await using made = await temporaryStore();
  const { blobs } = made.store;
  const content = noise(600_000);
  const put = await blobs.put([content]);
  await flip(pathIn(made.root, "blobs", put.digest), 599_999);
  const blob = blobs.get({ mediaType: octets, ...put });
  await assert.rejects(bytesOf(blob.open()), code("oci/corrupt-blob"));
  assert.equal(await blobs.has(put.digest), false);
  assert.equal((await readdir(join(made.root, "v1", "corrupt"))).length, 1);
  await blobs.put([content], put);
  assert.equal(digestOf(await bytesOf(blob.open())), put.digest);
});

it("a blob cut short is found, and a put heals it without a read", async () => {
  await using made = await temporaryStore();
  const { blobs } = made.store;
  const put = await blobs.put([noise(1000)]);
  const path = pathIn(made.root, "blobs", put.digest);
  await chmod(path, 0o644);
  await truncate(path, 999);
  await blobs.put([noise(1000)], put);
  assert.equal(digestOf(await bytesOf(blobs.get({ mediaType: octets, ...put }).open())), put.digest);
  await chmod(path, 0o644);
  await truncate(path, 10);
  await assert.rejects(bytesOf(blobs.get({ mediaType: octets, ...put }).open()), code("oci/corrupt-blob"));
});

it("a descriptor with a wrong size cannot drive a whole blob out of the store", async () => {
  await using made = await temporaryStore();
  const { blobs } = made.store;
  const put = await blobs.put([noise(1000)]);
  for (const size of [0, 999, 1001])
    await assert.rejects(bytesOf(blobs.get({ mediaType: octets, ...put, size }).open()), code("oci/corrupt-blob"));
  assert.equal(digestOf(await bytesOf(blobs.get({ mediaType: octets, ...put }).open())), put.digest);
});

it("a flipped byte in a layer is found when the file is read; the layer goes, and its step is a miss", async () => {
  await using made = await temporaryStore();
  const { layers, steps } = made.store;
  const good = await layers.seal(filesChangeset({ a: "alpha" }));
  const bad = await layers.seal(filesChangeset({ b: "beta" }));
  await steps.put(digestOf("key"), { layer: bad, createdBy: "RUN" });
  const tar = await readFile(layers.tarPath(bad.diffId));
  await flip(layers.tarPath(bad.diffId), tar.indexOf("beta"));
  const tree = await layers.tree([good.diffId, bad.diffId]);
  assert.equal(String(await bytesOf(tree.read(imagePath("a")))), "alpha");
  await assert.rejects(bytesOf(tree.read(imagePath("b"))), code("oci/corrupt-blob"));
  assert.deepEqual([await layers.has(good.diffId), await layers.has(bad.diffId)], [true, false]);
  assert.equal(await steps.get(digestOf("key")), undefined);
  assert.deepEqual(await layers.seal(filesChangeset({ b: "beta" })), bad);
  assert.deepEqual((await steps.get(digestOf("key")))?.layer, bad);
});

it("a layer cut short is put aside when it is asked for", async () => {
  await using made = await temporaryStore();
  const { diffId } = await made.store.layers.seal(filesChangeset({ a: "1" }));
  await chmod(made.store.layers.tarPath(diffId), 0o644);
  await truncate(made.store.layers.tarPath(diffId), 512);
  const fresh = await made.open();
  assert.equal(await fresh.layers.describe(diffId), undefined);
  assert.equal(await fresh.layers.has(diffId), false);
});

it("a lost, torn or damaged index is made again from the layer", async () => {
  await using made = await temporaryStore();
  const sealed = await made.store.layers.seal(filesChangeset({ a: "1", b: "2" }));
  const index = pathIn(made.root, "trees", sealed.diffId);
  const whole = await readFile(index);
  for (const damaged of [undefined, Buffer.alloc(0), whole.subarray(0, 40), Buffer.alloc(whole.length, 7)]) {
    await rm(index);
    if (damaged !== undefined) await writeFile(index, damaged);
    const fresh = await made.open();
    assert.deepEqual(await fresh.layers.describe(sealed.diffId), sealed);
    assert.deepEqual(await readFile(index), whole);
  }
});

it("a torn or damaged step record is a miss", async () => {
  await using made = await temporaryStore();
  const { steps, layers } = made.store;
  const [key, other] = [digestOf("key"), digestOf("other")];
  const record = { layer: await layers.seal(filesChangeset({ a: "1" })), createdBy: "RUN" };
  await steps.put(key, record);
  const path = pathIn(made.root, "steps", key);
  const whole = await readFile(path);
  await writeFile(pathIn(made.root, "steps", other), whole);
  assert.equal(await steps.get(other), undefined, "a record under another key's name");
  for (let length = 0; length < whole.length; length += 7) {
    await writeFile(path, whole.subarray(0, length));
    assert.equal(await steps.get(key), undefined, `${length} bytes of ${whole.length}`);
  }
  await writeFile(path, String(whole).replace("RUN", "RAN"));
  assert.equal(await steps.get(key), undefined);
  await steps.put(key, record);
  assert.deepEqual(await steps.get(key), record);
});

it("tag records that are damaged, foreign or under another name are not there", async () => {
  await using made = await temporaryStore();
  const image = { mediaType: octets, digest: digestOf("m"), size: 1 };
  const record = { reference: "docker.io/library/a:1", platform: "linux/amd64", image, id: digestOf("c") };
  await made.store.tags.put({ ...record, at: "2026-01-02T03:04:05Z", origin: "built" });
  const directory = join(made.root, "v1", "tags");
  const whole = await readFile(join(directory, tagFileName(record.reference, record.platform)));
  await writeFile(join(directory, tagFileName("docker.io/library/b:1", "linux/amd64")), whole);
  await writeFile(join(directory, "README"), "not a record");
  await mkdir(join(directory, ".DS_Store")).then(() => rm(join(directory, ".DS_Store"), { recursive: true }));
  assert.equal(await made.store.tags.get("docker.io/library/b:1", "linux/amd64"), undefined);
  assert.equal((await made.store.tags.list()).length, 1);
});

it("a store on a disk that cannot be used says which path and what to do", async () => {
  await using made = await temporaryStore();
  const occupied = join(made.root, "file");
  await writeFile(occupied, "");
  await using store = await openStore(occupied, testCtx().host);
  await assert.rejects(store.blobs.put([Buffer.from("x")]), (error: Error) => {
    assert.equal((error as { code?: string }).code, "store/io");
    assert.match(error.message, /file\/v1\/leases.*ENOTDIR/);
    return true;
  });
});
