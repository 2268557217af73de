import assert from "node:assert/strict";
import { buffer as collect } from "node:stream/consumers";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { gunzip } from "../../src/oci/layer/gzip/gunzip.ts";

const cut = (bytes: Buffer, at: readonly number[]) => {
  const places = [0, ...at.map((n) => n % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, i) => bytes.subarray(places[i], end));
};
const refuses = (bytes: Buffer, chunk = bytes.length || 1) =>
  assert.rejects(
    collect(
      gunzip(
        Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, i) => bytes.subarray(i * chunk, (i + 1) * chunk)),
      ),
    ),
    { code: "oci/bad-gzip" },
  );
const one = gzipSync("hello");

describe("gunzip", () => {
  it("gives back any members, cut anywhere, with any padding of NULs", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 4 }),
        fc.nat(40),
        fc.array(fc.nat(5000), { maxLength: 6 }),
        async (members, padding, at) => {
          const packed = Buffer.concat([...members.map((m) => gzipSync(m)), Buffer.alloc(padding)]);
          assert.deepEqual(await collect(gunzip(cut(packed, at))), Buffer.concat(members));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("streams more than it holds, in step with a slow reader", async () => {
    let given = 0;
    const member = gzipSync(Buffer.alloc(1 << 20));
    function* source() {
      for (; given < 200; given++) yield member;
    }
    let seen = 0;
    for await (const chunk of gunzip(source())) {
      seen += chunk.length;
      if (seen < 1 << 20) assert.ok(given <= 4, `${given} members read ahead`);
    }
    assert.equal(seen, 200 << 20);
  });

  for (const chunk of [1, 7, 1000])
    describe(`in chunks of ${chunk}`, () => {
      it("refuses junk behind a member", () => refuses(Buffer.concat([one, Buffer.from("junk")]), chunk));
      it("refuses junk behind NULs", () => refuses(Buffer.concat([one, Buffer.alloc(20), Buffer.from("x")]), chunk));
      it("refuses a member behind NULs", () => refuses(Buffer.concat([one, Buffer.alloc(2), one]), chunk));
      it("refuses a member that is cut short", () => refuses(one.subarray(0, one.length - 3), chunk));
      it("refuses a second member that is cut short", () => refuses(Buffer.concat([one, one.subarray(0, 5)]), chunk));
      it("refuses a wrong checksum", () => {
        const wrong = Buffer.from(one);
        wrong[wrong.length - 6]! ^= 1;
        return refuses(wrong, chunk);
      });
    });

  it("refuses nothing at all", () => refuses(Buffer.alloc(0)));
  it("refuses what is not gzip", () => refuses(Buffer.from("BZh91AY&SY plainly not gzip")));

  it("stops a decompression bomb at the limit", () =>
    assert.rejects(collect(gunzip([gzipSync(Buffer.alloc(1 << 20))], 1000)), { code: "oci/layer-too-large" }));

  it("passes on the failure of its source and closes it", async () => {
    let closed = false;
    async function* source() {
      try {
        yield one.subarray(0, 12);
        throw new Error("connection reset");
      } finally {
        closed = true;
      }
    }
    await assert.rejects(collect(gunzip(source())), /connection reset/);
    assert.ok(closed);
  });

  it("closes its source when the reader leaves early", async () => {
    let closed = false;
    function* source() {
      try {
        for (;;) yield gzipSync(Buffer.alloc(1 << 20));
      } finally {
        closed = true;
      }
    }
    for await (const chunk of gunzip(source())) if (chunk.length > 0) break;
    assert.ok(closed);
  });
});
