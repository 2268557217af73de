import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import fc from "fast-check";
import { digestOf } from "../../src/oci/digest.ts";
import { decompressed } from "../../src/oci/layer/decompress.ts";
import { bound } from "../../src/oci/layer/unpack/bound.ts";
import { inPieces, type Program, pack } from "../support/packed.ts";
import { bytesOf, code } from "../support/store.ts";

const unpack = (program: Program, packed: Buffer, piece = 65_536) =>
  bytesOf(decompressed(inPieces(packed, piece), program));

/** Like the source of a program: words repeat, near and far. */
function text(size: number): Buffer {
  const words = Array.from({ length: 3000 }, (_, i) => `${randomBytes(1 + (i % 7)).toString("hex")} `);
  const out: string[] = [];
  for (let length = 0, i = 0; length < size; i = (i * 31 + 7 + (length % 97)) % words.length) {
    out.push(words[i]!);
    length += words[i]!.length;
  }
  return Buffer.from(out.join("").slice(0, size));
}

const contents = {
  nothing: Buffer.alloc(0),
  "one byte": Buffer.from("x"),
  "1 MB of noise": randomBytes(1_000_000),
  "1 MB of text": text(1_000_000),
  "5 MB of zeros": Buffer.alloc(5_000_000),
  "runs of all lengths": Buffer.concat(Array.from({ length: 600 }, (_, i) => Buffer.alloc(i, i & 1))),
};

const levels: Record<Program, readonly (readonly string[])[]> = {
  bzip2: [["-1"], ["-9"]],
  xz: [["-0"], ["-6", "--check=sha256"], ["-1", "--check=crc32", "--block-size=300000"], ["-0", "--check=none"]],
  zstd: [["-1"], ["-3", "--no-check"], ["-9", "--long=27"]],
};

for (const program of ["bzip2", "xz", "zstd"] as const)
  describe(program, () => {
    for (const [name, content] of Object.entries(contents))
      it(`gives back ${name}, whatever the level`, async () => {
        for (const options of levels[program]) {
          const unpacked = await unpack(program, pack(program, content, options));
          assert.equal(digestOf(unpacked), digestOf(content), options.join(" "));
        }
      });

    it("streams behind each other are one, however they are cut", async () => {
      const packed = Buffer.concat(["hello ", "", "world"].map((part) => pack(program, Buffer.from(part))));
      for (const piece of [1, 2, 3, 7, 1000])
        assert.equal(String(await unpack(program, packed, piece)), "hello world", `${piece}`);
    });

    it("what the program packs is unpacked: any bytes, in any pieces", () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 300 })), { maxLength: 8 }),
          fc.integer({ min: 1, max: 500 }),
          async (runs, piece) => {
            const content = Buffer.concat(runs.flatMap(([bytes, times]) => Array<Uint8Array>(times).fill(bytes)));
            assert.deepEqual(await unpack(program, pack(program, content), piece), content);
          },
        ),
        { numRuns: 25 },
      ));

    it("a prefix is never taken for the whole", async () => {
      const packed = pack(program, text(1500));
      for (let length = 1; length < packed.length; length += length < 24 || packed.length - length < 24 ? 1 : 29)
        await assert.rejects(unpack(program, packed.subarray(0, length)), code("layer/bad-compression"), `${length}`);
    });

    it("a flipped bit is found, wherever it is", async () => {
      const content = text(2000);
      const packed = pack(program, content);
      for (let bit = 0; bit < packed.length * 8; bit += 149) {
        const flipped = Buffer.from(packed);
        flipped[bit >> 3]! ^= 1 << (bit & 7);
        // Some bits mean nothing, as zstd's unused one; the program says which.
        const { status, stdout } = spawnSync(program, ["-d", "-c", "-q"], { input: flipped });
        if (status === 0 && stdout.equals(content)) continue;
        await assert.rejects(unpack(program, flipped), /damaged|a filter|window|dictionary|checksum/, `${bit}`);
      }
    });

    it("anything else behind the end is refused", async () => {
      const packed = pack(program, Buffer.from("content"));
      for (const rest of ["j", "junk", "a longer piece of junk"])
        await assert.rejects(
          unpack(program, Buffer.concat([packed, Buffer.from(rest)])),
          code("layer/bad-compression"),
          rest,
        );
    });
  });

it("padding between and behind xz streams is skipped, in fours", async () => {
  const packed = pack("xz", Buffer.from("x"));
  const padded = (size: number) => Buffer.concat([packed, Buffer.alloc(8), packed, Buffer.alloc(size)]);
  assert.equal(String(await unpack("xz", padded(4))), "xx");
  await assert.rejects(unpack("xz", padded(3)), code("layer/bad-compression"));
});

it("zstd frames to be skipped are skipped", async () => {
  const skippable = Buffer.concat([Buffer.from("502a4d1805000000", "hex"), Buffer.from("junk!")]);
  const packed = Buffer.concat([pack("zstd", Buffer.from("a")), skippable, pack("zstd", Buffer.from("b")), skippable]);
  assert.equal(String(await unpack("zstd", packed)), "ab");
});

it("dictionaries and windows beyond the limit are refused", async () => {
  const tooFar = pack("xz", text(1000), ["--lzma2=preset=0,dict=256MiB"]);
  await assert.rejects(unpack("xz", tooFar), code("layer/cannot-unpack"));
  // RFC 8878: a window of 256 MiB, and one empty block.
  const tooWide = Buffer.from("28b52ffd0090010000", "hex");
  await assert.rejects(unpack("zstd", tooWide), code("layer/cannot-unpack"));
});

it("content that unpacks to far more than it is stops early, honest zeros do not", () => {
  bound(50_000, 1024 ** 3);
  bound(10_000_000, 11_000_000_000);
  assert.throws(() => bound(10_000_000, 13_000_000_000), code("layer/too-large"));
  assert.throws(() => bound(2 ** 36, 2 ** 36 + 1), code("layer/too-large"));
});
