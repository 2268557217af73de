import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, it } from "node:test";
import { gzipSync } from "node:zlib";
import type { Layer } from "../../src/oci/blob.ts";
import { digestOf, type Digest } from "../../src/oci/digest.ts";
import { oci } from "../../src/oci/media-types.ts";
import { collect } from "../../src/oci/store/collect.ts";
import { openStore } from "../../src/oci/store/open.ts";
import { testCtx } from "../support/ctx.ts";
import { noise } from "../support/images.ts";
import { code, filesChangeset, temporaryStore } from "../support/store.ts";
import { ended, type StoreProgram, storeProgram } from "../support/store-child.ts";

let program: StoreProgram;
before(async () => {
  program = await storeProgram();
});
after(() => program[Symbol.asyncDispose]());

/** Every visible file that is named by a digest has that digest; every record reads whole or not at all. */
async function assertWhole(root: string): Promise<number> {
  let files = 0;
  for (const kind of ["blobs", "layers"])
    for (const name of await readdir(join(root, "v1", kind, "sha256")).catch(() => [])) {
      assert.equal(digestOf(await readFile(join(root, "v1", kind, "sha256", name))), `sha256:${name}`);
      files += 1;
    }
  await using store = await openStore(root, testCtx().host);
  for (const name of await readdir(join(root, "v1", "steps", "sha256")).catch(() => [])) {
    const step = await store.steps.get(`sha256:${name}` as Digest);
    assert.ok(step !== undefined && (await store.layers.describe(step.layer.diffId)));
  }
  for (const tag of await store.tags.list()) assert.ok(await store.blobs.has(tag.image.digest));
  return files;
}

it("kill -9 of a writer at any moment: nothing half-written is visible, and the next process sweeps", async () => {
  await using made = await temporaryStore();
  let interrupted = 0;
  for (let i = 0; i < 12; i++) {
    const child = await program.start(made.root, "write");
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
    child.kill("SIGKILL");
    assert.deepEqual(await ended(child), [null, "SIGKILL"]);
    interrupted += (await readdir(join(made.root, "v1", "tmp")).catch(() => [])).length;
    await assertWhole(made.root);
  }
  assert.ok(interrupted > 0, "no process was killed while it wrote");
  const child = await program.start(made.root, "once");
  assert.deepEqual(await ended(child), [0, null]);
  assert.ok((await assertWhole(made.root)) >= 15);
  assert.deepEqual(await readdir(join(made.root, "v1", "tmp")), []);
  assert.deepEqual(await readdir(join(made.root, "v1", "leases")), []);
});

it("several builders of the same things in one store: each succeeds, nothing is damaged", async () => {
  await using made = await temporaryStore();
  const children = await Promise.all([1, 2, 3].map(() => program.start(made.root, "once")));
  for (const child of children) assert.deepEqual(await ended(child), [0, null]);
  assert.equal(await assertWhole(made.root), 15);
  assert.deepEqual(await readdir(join(made.root, "v1", "tmp")), []);
});

it("a full disk: the error names the path, nothing is left, and the store still works", async () => {
  const root = await mkdtemp(join(tmpdir(), "djib-full-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=512k", "tmpfs", root]);
  try {
    await using store = await openStore(root, testCtx().host);
    const small = await store.blobs.put([noise(1000)]);
    const full = (error: Error) => {
      assert.ok(error.message.includes(join(root, "v1")), error.message);
      return code("store/full")(error);
    };
    await assert.rejects(store.blobs.put([noise(2_000_000)]), full);
    await assert.rejects(store.layers.seal(filesChangeset({ big: "x".repeat(2_000_000) })), full);
    const [own] = await readdir(join(root, "v1", "tmp"));
    assert.deepEqual(await readdir(join(root, "v1", "tmp", own!)), []);
    assert.equal(await assertWhole(root), 1);
    assert.equal(await store.blobs.has(small.digest), true);
    assert.equal((await store.blobs.put([noise(100_000)])).size, 100_000);
  } finally {
    execFileSync("umount", [root]);
    await rm(root, { recursive: true });
  }
});

it("a disk mounted read-only is read, and says so when it is written", async () => {
  await using made = await temporaryStore();
  const layer = await made.store.layers.seal(filesChangeset({ a: "1" }));
  await made.store.steps.put(digestOf("key"), { layer, createdBy: "RUN" });
  const root = await mkdtemp(join(tmpdir(), "djib-ro-"));
  execFileSync("mount", ["--bind", made.root, root]);
  try {
    execFileSync("mount", ["-o", "remount,bind,ro", root]);
    await using store = await openStore(root, testCtx().host);
    assert.deepEqual((await store.steps.get(digestOf("key")))?.layer, layer);
    await assert.rejects(store.blobs.put([Buffer.from("x")]), code("store/io"));
  } finally {
    execFileSync("umount", [root]);
    await rm(root, { recursive: true });
  }
});

const later = { now: () => new Date(Date.now() + 48 * 3_600_000) };

it("garbage collection during a build of another process removes nothing; a dead build does not hinder it", async () => {
  await using made = await temporaryStore();
  const { digest } = await made.store.blobs.put([Buffer.from("unused so far")]);
  const build = await program.start(made.root, "lease");
  try {
    const hindered = await collect(made.store, { olderThan: 0 }, later);
    assert.deepEqual(hindered, { removed: 0, freed: 0, hindered: "build" });
    assert.equal(await made.store.blobs.has(digest), true);
  } finally {
    build.kill("SIGKILL");
    await ended(build);
  }
  assert.equal((await collect(made.store, { olderThan: 0 }, later)).removed, 1);
  assert.equal(await made.store.blobs.has(digest), false);
});

it("a build waits for a collection to end, and two collections do not run at once", async () => {
  await using made = await temporaryStore();
  const other = join(made.root, "v1", "leases", "00112233aabbccdd");
  await made.store.blobs.put([Buffer.from("x")]);
  // A collector on another machine: nothing is known of its process, its heartbeat is young.
  await writeFile(other, "{}");
  await writeFile(`${other}.collecting`, "");
  assert.equal((await collect(made.store, { olderThan: 0 }, later)).hindered, "collection");
  let held = false;
  const lease = made.store.lease().then((got) => {
    held = true;
    return got;
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(held, false);
  await rm(`${other}.collecting`);
  await (await lease)[Symbol.asyncDispose]();
});

it("leases of the dead are recovered from: a number used again, a boot before, a machine gone silent", async () => {
  await using made = await temporaryStore();
  const leases = join(made.root, "v1", "leases");
  const tmp = join(made.root, "v1", "tmp");
  await mkdir(leases, { recursive: true });
  await using first = await made.open();
  await first.blobs.put([Buffer.from("x")]);
  const [own] = await readdir(leases);
  const me = JSON.parse(await readFile(join(leases, own!), "utf8")) as Record<string, unknown>;
  const dead = {
    "000000000000000a": { ...me, started: "1" },
    "000000000000000b": { ...me, boot: "another" },
    "000000000000000c": { ...me, namespace: "pid:[1]" },
    "000000000000000d": "torn",
  };
  const hours = (count: number) => new Date(Date.now() - count * 3_600_000);
  for (const [id, owner] of Object.entries(dead)) {
    await writeFile(join(leases, id), JSON.stringify(owner));
    await writeFile(join(leases, `${id}.held`), "");
    await mkdir(join(tmp, id));
    await utimes(join(leases, id), hours(2), hours(2));
  }
  await writeFile(join(leases, "000000000000000e"), JSON.stringify({ ...me, boot: "another machine" }));
  await mkdir(join(tmp, "000000000000000e"));
  await mkdir(join(tmp, "without a lease"));
  await using second = await made.open();
  await second.blobs.put([Buffer.from("y")]);
  assert.equal((await readdir(tmp)).length, 3, "the two of this process, and the living one elsewhere");
  assert.equal((await readdir(leases)).length, 3);
  assert.ok((await readdir(leases)).includes("000000000000000e"));
});

it("malformed digests never become paths", async () => {
  await using made = await temporaryStore();
  const { blobs, layers, steps, forms } = made.store;
  for (const text of ["sha256:../../x", `sha256:${"A".repeat(64)}`, "sha512:00", "", `sha256:${"0".repeat(63)}/`]) {
    const digest = text as Digest;
    await assert.rejects(async () => blobs.has(digest), code("oci/bad-digest"));
    assert.throws(() => blobs.get({ mediaType: "x", digest, size: 1 }), code("oci/bad-digest"));
    await assert.rejects(blobs.put([], { digest }), code("oci/bad-digest"));
    assert.throws(() => layers.tarPath(digest), code("oci/bad-digest"));
    await assert.rejects(async () => layers.describe(digest), code("oci/bad-digest"));
    await assert.rejects(async () => steps.get(digest), code("oci/bad-digest"));
    await assert.rejects(async () => forms.get(digest, "pulled"), code("oci/bad-digest"));
  }
  await assert.rejects(async () => forms.get(digestOf("x"), "../../x"), TypeError);
});

it("gzip of several members or with trailing zeros is taken; trailing junk and a truncated member are not", async () => {
  await using made = await temporaryStore();
  const tar = noTar(3);
  const members = [tar.subarray(0, 700), tar.subarray(700)].map((part) => gzipSync(part));
  const layer = (bytes: Buffer): Layer => ({
    mediaType: oci.layerGzip,
    digest: digestOf(bytes),
    size: bytes.length,
    diffId: digestOf(tar),
    async *open() {
      for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
    },
  });
  const whole = Buffer.concat(members);
  for (const tail of [Buffer.from("junk"), Buffer.from("\0\0junk"), whole.subarray(0, 30)])
    await assert.rejects(made.store.ensureLayer(layer(Buffer.concat([whole, tail])), testCtx()), code("oci/bad-gzip"));
  await assert.rejects(made.store.ensureLayer(layer(whole.subarray(0, -9)), testCtx()), code("oci/bad-gzip"));
  assert.equal(await made.store.layers.has(digestOf(tar)), false);
  for (const padded of [whole, Buffer.concat([whole, Buffer.alloc(1000)])]) {
    await using fresh = await temporaryStore();
    assert.equal((await fresh.store.ensureLayer(layer(padded), testCtx())).size, tar.length);
  }
});

/** An archive of nothing but its end. */
const noTar = (blocks: number) => Buffer.alloc(512 * blocks);
