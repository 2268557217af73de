import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { imagePath } from "../../src/oci/filesystem/path.ts";
import { testCtx } from "../support/ctx.ts";
import { directory, open, write } from "./project.ts";

describe("digests that are remembered", () => {
  const cacheIn = (store: string): string =>
    path.join(store, "contexts", readdirSync(path.join(store, "contexts"))[0] ?? "");
  const old = new Date("2020-01-01T00:00:00Z");
  const after = (minutes: number) => {
    const ctx = testCtx();
    return { ...ctx, host: { ...ctx.host, now: () => new Date(Date.now() + minutes * 60_000) } };
  };
  const digestIn = async (root: string, store: string, minutes: number): Promise<string | undefined> => {
    const context = await open(root, { store: { root: store } }, after(minutes));
    const { digest } = context.lstat(imagePath("f")) ?? {};
    await context[Symbol.asyncDispose]();
    return digest;
  };

  it("are taken without reading the file, until it changes in any way", async () => {
    const [root, store] = [directory(), directory()];
    write(root, { f: "one" });
    utimesSync(path.join(root, "f"), old, old);
    const first = await digestIn(root, store, 5);
    forge(cacheIn(store));
    assert.notEqual(await digestIn(root, store, 5), first, "it was read again");
    writeFileSync(path.join(root, "f"), "two");
    utimesSync(path.join(root, "f"), old, old);
    const second = await digestIn(root, store, 5);
    assert.equal(second, "sha256:3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3");
  });

  it("are not kept of a file that is two seconds young", async () => {
    const [root, store] = [directory(), directory()];
    write(root, { f: "one" });
    await digestIn(root, store, 0);
    assert.deepEqual(readdirSync(store), []);
  });

  it("of thousands of files join those of the build before", async () => {
    const [root, store] = [directory(), directory()];
    const names = Array.from({ length: 5000 }, (_, index) => `f${index}`);
    for (const name of names) writeFileSync(path.join(root, name), name);
    const all = async (minutes: number): Promise<readonly (string | undefined)[]> => {
      const context = await open(root, { store: { root: store } }, after(minutes));
      const digests = names.map((name) => context.lstat(imagePath(name))?.digest);
      await context[Symbol.asyncDispose]();
      return digests;
    };
    const first = await all(5);
    for (const name of names.slice(0, 50)) utimesSync(path.join(root, name), old, old);
    assert.deepEqual(await all(5), first);
    const written = readFileSync(cacheIn(store));
    assert.deepEqual(keysOf(written), keysOf(written).sort(), "they are sorted");
    assert.equal(keysOf(written).length, 5050);
    const { ino } = statSync(cacheIn(store));
    assert.deepEqual(await all(5), first);
    assert.equal(statSync(cacheIn(store)).ino, ino, "nothing was hashed anew, so nothing was written");
  });

  it("are dropped with a damaged file", async () => {
    const [root, store] = [directory(), directory()];
    write(root, { f: "one" });
    const first = await digestIn(root, store, 5);
    const bytes = readFileSync(cacheIn(store));
    for (const damage of [
      bytes.subarray(0, 60),
      Buffer.from("junk"),
      Buffer.concat([bytes, Buffer.from("x")]),
      Buffer.alloc(0),
    ]) {
      writeFileSync(cacheIn(store), damage);
      assert.equal(await digestIn(root, store, 5), first);
    }
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    writeFileSync(cacheIn(store), bytes);
    assert.equal(await digestIn(root, store, 5), first);
  });
});

const keysOf = (file: Buffer): string[] =>
  Array.from({ length: (file.length - 48) / 48 }, (_, index) =>
    file.toString("hex", 48 * (index + 1), 48 * (index + 1) + 16),
  );

/** Another digest in the only record, with the checksum mended. */
function forge(file: string): void {
  const bytes = readFileSync(file);
  bytes.fill(0xab, bytes.length - 32);
  const sum = execFileSync("sha256sum", { input: bytes.subarray(48) })
    .toString("latin1")
    .slice(0, 64);
  bytes.write(sum, 16, "hex");
  writeFileSync(file, bytes);
}
