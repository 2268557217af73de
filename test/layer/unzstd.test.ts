import assert from "node:assert/strict";
import { it } from "node:test";
import * as zlib from "node:zlib";
import { digestOf } from "../../src/oci/digest.ts";
import { unzstd } from "../../src/oci/layer/unzstd.ts";
import { bytesOf, code } from "../support/store.ts";

/** RFC 8878: a frame of one block of `size` equal bytes (RLE, type 1), or of the bytes as they are (raw, type 0). */
function frame(content: Buffer | { readonly byte: number; readonly size: number; readonly blocks: number }): Buffer {
  const magic = Buffer.from("28b52ffd", "hex");
  const block = (size: number, type: number, last: boolean, body: Buffer) =>
    Buffer.concat([uint(size * 8 + type * 2 + Number(last), 3), body]);
  if (Buffer.isBuffer(content))
    return Buffer.concat([magic, Buffer.of(0x20, content.length), block(content.length, 0, true, content)]);
  const { byte, size, blocks } = content;
  const all = Array.from({ length: blocks }, (_, i) => block(size, 1, i === blocks - 1, Buffer.of(byte)));
  // A window of 128 KiB, no content size.
  return Buffer.concat([magic, Buffer.of(0x00, 0x38), ...all]);
}

function uint(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}

async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const hasZstd = "createZstdDecompress" in zlib;
const runs = { byte: 7, size: 100_000, blocks: 20 };
const several = Buffer.concat([frame(Buffer.from("hello ")), frame(Buffer.from("world")), frame(runs)]);
const unpacked = Buffer.concat([Buffer.from("hello world"), Buffer.alloc(2_000_000, 7)]);

if (hasZstd) {
  it("every frame of a zstd layer is unpacked, however it is cut", async () => {
    for (const size of [1, 3, 7, 1 << 16])
      assert.equal(digestOf(await bytesOf(unzstd(inPieces(several, size)))), digestOf(unpacked));
  });

  it("bytes behind a zstd layer that are no frame are refused", () =>
    assert.rejects(
      bytesOf(unzstd(inPieces(Buffer.concat([several, Buffer.from("junk")]), 100))),
      code("layer/bad-zstd"),
    ));

  it("a zstd bomb is stopped", async () => {
    const bomb = frame({ byte: 0, size: 128 * 1024, blocks: 12_000 });
    await assert.rejects(async () => {
      for await (const _ of unzstd(inPieces(bomb, 4096)));
    }, code("layer/bad-zstd"));
  });
} else {
  it("a zstd layer is refused clearly where Node cannot read it", () =>
    assert.rejects(bytesOf(unzstd(inPieces(several, 100))), code("layer/no-zstd")));
}
