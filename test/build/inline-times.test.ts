import assert from "node:assert/strict";
import { it } from "node:test";
import { contentTime } from "../../src/build/times/stamp.ts";
import { digestOf } from "../../src/oci/digest.ts";
import { imagePath } from "../../src/oci/filesystem/path.ts";
import { buildText } from "../support/build.ts";
import { temporaryStore } from "../support/store.ts";

const dockerfile =
  "FROM scratch AS empty\nFROM scratch\nCOPY <<EOF /a\ntext\nEOF\nCOPY --from=empty <<EOF /b\ntext\nEOF\n";

/** Times of /a and /b, seconds. */
async function timesWith(timestamps: "content" | "keep"): Promise<readonly (number | undefined)[]> {
  await using temporary = await temporaryStore();
  const { image } = await buildText(dockerfile, temporary.store, { timestamps });
  const tree = await temporary.store.layers.tree(image.layers.map(({ diffId }) => diffId));
  return ["a", "b"].map((name) => tree.lstat(imagePath(name))?.mtime);
}

it("a file that is written in the Dockerfile has a time of its content", async () => {
  const time = contentTime(digestOf("text\n"));
  assert.deepEqual(await timesWith("content"), [time, time]);
});

it("a file that is written in the Dockerfile is as old as the build with --timestamps keep", async () => {
  const now = Date.parse("2026-01-02T03:04:05Z") / 1000;
  assert.deepEqual(await timesWith("keep"), [now, now]);
});
