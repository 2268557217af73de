import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import type { Image } from "../../src/oci/image/image.ts";
import { parseReference } from "../../src/oci/reference.ts";
import { openStore } from "../../src/oci/store/open.ts";
import type { Store } from "../../src/oci/store/store.ts";
import type { Sink } from "../../src/sinks/sink.ts";
import { testCtx } from "../support/ctx.ts";
import { file, folder as directory, imageWith } from "../support/sample-image.ts";
import { noise } from "../support/images.ts";

export interface SinkUnderTest {
  readonly makes: "file" | "directory";
  open(dest: string, store: Store): Sink;
}

export const sampleName = parseReference("sample:1.0");

/** What holds for every sink that writes to the disk. */
export function sinkContract(name: string, { makes, open }: SinkUnderTest): void {
  describe(`${name} keeps the contract of sinks`, () => {
    let home = "";
    let store: Store;
    let image: Image;
    before(async () => {
      home = mkdtempSync(path.join(tmpdir(), "djib-sink-"));
      store = await openStore(path.join(home, "store"), testCtx().host);
      const big = file("app/data", noise(3_000_000));
      image = await imageWith(store, [
        [directory("app"), big],
        [directory("app"), file("app/b", "b")],
      ]);
    });
    after(async () => {
      await store[Symbol.asyncDispose]();
      rmSync(home, { recursive: true });
    });
    const place = (): { readonly folder: string; readonly dest: string } => {
      const folder = mkdtempSync(path.join(home, "out-"));
      return { folder, dest: path.join(folder, "made") };
    };

    it("writes equal bytes each time, whatever the umask", async () => {
      const [one, two] = [place(), place()];
      const first = await open(one.dest, store)(image, testCtx());
      const umask = process.umask(0o027);
      const second = await open(two.dest, store)(image, testCtx()).finally(() => process.umask(umask));
      assert.equal(first.digest, second.digest);
      assert.deepEqual(contentOf(one.folder), contentOf(two.folder));
      assert.deepEqual(readdirSync(one.folder), ["made"]);
    });

    it("says where it wrote", async () => {
      const { dest } = place();
      assert.equal((await open(dest, store)(image, testCtx())).place, dest);
    });

    it("leaves nothing where a pull fails while exporting (ggcr #2318)", async () => {
      const { folder, dest } = place();
      await assert.rejects(open(dest, store)(await failing(store), testCtx()), /connection reset/);
      assert.deepEqual(readdirSync(folder), []);
    });

    it("leaves nothing when it is cancelled on the way", async () => {
      const { folder, dest } = place();
      const ctx = testCtx();
      const slow = await failing(store, () => ctx.controller.abort(new Error("Ctrl-C")));
      await assert.rejects(open(dest, store)(slow, ctx));
      assert.deepEqual(readdirSync(folder), []);
    });

    it("keeps what was there before where it fails", async () => {
      const { folder, dest } = place();
      await open(dest, store)(image, testCtx());
      const before = contentOf(folder);
      await assert.rejects(open(dest, store)(await failing(store), testCtx()), /connection reset/);
      assert.deepEqual(contentOf(folder), before);
    });

    it("replaces what it made before", async () => {
      const { folder, dest } = place();
      const other = await imageWith(store, [[directory("app"), file("app/b", "another")]]);
      await open(dest, store)(other, testCtx());
      await open(dest, store)(image, testCtx());
      const fresh = place();
      await open(fresh.dest, store)(image, testCtx());
      assert.deepEqual(contentOf(folder), contentOf(fresh.folder));
    });

    it(`refuses a ${makes === "file" ? "directory" : "file"} as its place, by name`, async () => {
      const { folder, dest } = place();
      if (makes === "file") mkdirSync(dest);
      else writeFileSync(dest, "mine");
      await assert.rejects(open(dest, store)(image, testCtx()), {
        code: "sinks/destination",
        message: new RegExp(dest),
      });
      assert.deepEqual(readdirSync(folder), ["made"]);
    });

    it("writes an image without layers", async () => {
      const { folder, dest } = place();
      await open(dest, store)(await imageWith(store, []), testCtx());
      assert.deepEqual(readdirSync(folder), ["made"]);
    });
  });
}

/** An image whose second layer, not in the store, breaks off after some bytes. */
async function failing(store: Store, then: () => void = () => {}): Promise<Image> {
  const image = await imageWith(store, [[file("a", "a")], [file("b", noise(100_000, 7))]]);
  const [first, second] = image.layers as [Image["layers"][number], Image["layers"][number]];
  const diffId = `sha256:${createHash("sha256").update(String(Math.random())).digest("hex")}` as typeof second.diffId;
  const broken = {
    ...second,
    digest: diffId,
    diffId,
    async *open() {
      yield Buffer.alloc(512);
      then();
      throw new Error("connection reset");
    },
  };
  const rootfs = { type: "layers", diff_ids: [first.diffId, diffId] } as const;
  return { ...image, layers: [first, broken], config: { ...image.config, rootfs } };
}

/** Every file beneath a folder with the digest of its content. */
function contentOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const hash = entry.isFile() ? createHash("sha256").update(readFileSync(file)).digest("hex") : "directory";
      return `${path.relative(folder, file)} ${hash}`;
    })
    .sort();
}
