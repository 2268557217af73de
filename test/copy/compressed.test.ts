import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { it } from "node:test";
import { planAdd } from "../../src/build/steps/add.ts";
import { emptyTree } from "../../src/build/steps/inline.ts";
import { findSources } from "../../src/build/steps/sources.ts";
import { digestOf } from "../../src/oci/digest.ts";
import { imagePath } from "../../src/oci/filesystem/path.ts";
import { treeBuilder } from "../../src/oci/filesystem/tree-builder.ts";
import { collect } from "../support/layers.ts";
import { temporaryStore } from "../support/store.ts";
import { archiveOf } from "./archive.ts";
import { now, where } from "./replay.ts";

/** ADD of one file with these bytes, whatever it is called, to /x/; gives the paths that it makes. */
async function added(bytes: Buffer): Promise<readonly string[]> {
  const builder = treeBuilder();
  const metadata = { mode: 0o644, uid: 0, gid: 0, mtime: 1, size: bytes.length, digest: digestOf(bytes) };
  builder.add(imagePath("data"), { type: "file", ...metadata });
  const tree = builder.build(() => [bytes]);
  const sources = findSources({ tree, name: "x" }, { text: "data", where });
  await using temporary = await temporaryStore();
  const request = { sources, to: emptyTree, destination: "/x/", now, where };
  const { changes } = await planAdd(request, () => temporary.store.scratch());
  await using _ = changes;
  return (await collect(changes.entries())).map(({ path }) => path);
}

for (const program of ["bzip2", "xz", "zstd"]) {
  const compress = (bytes: Buffer) => execFileSync(program, ["-c"], { input: bytes });

  it(`ADD unpacks an archive that is compressed with ${program}`, async () => {
    const tar = await archiveOf({ tar: [{ name: "d/f", content: "f" }, { name: "g" }] });
    assert.deepEqual(await added(compress(tar)), ["x", "x/d", "x/d/f", "x/g"]);
  });

  it(`ADD copies what is compressed with ${program} and no archive`, async () => {
    assert.deepEqual(await added(compress(Buffer.from("no tar"))), ["x", "x/data"]);
  });

  it(`ADD refuses an archive by ${program} of which the end is missing`, async () => {
    const tar = await archiveOf({ tar: [{ name: "d", content: "x".repeat(5000) + Math.random() }] });
    const whole = compress(Buffer.concat([tar, randomBytes(1_000_000)]));
    await assert.rejects(added(whole.subarray(0, whole.length - 1000)), { code: "add/bad-archive" });
  });
}

it("ADD refuses what only djib does not unpack, instead of copying it", async () => {
  const tar = await archiveOf({ tar: [{ name: "d" }] });
  const filtered = execFileSync("xz", ["-c", "--x86", "--lzma2"], { input: tar });
  await assert.rejects(added(filtered), { code: "add/bad-archive", message: /data cannot be unpacked: .*a filter/ });
});
