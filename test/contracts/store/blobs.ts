import assert from "node:assert/strict";
import { digestOf } from "../../../src/oci/digest.ts";
import { noise } from "../../support/images.ts";
import { bytesOf, code } from "../../support/store.ts";
import type { Check } from "../store.ts";

const hello = Buffer.from("hello");
const octets = "application/octet-stream";

export function blobs(check: Check): void {
  check("what was put is read back, however often", async ({ blobs }) => {
    const put = await blobs.put([hello.subarray(0, 2), hello.subarray(2)]);
    assert.deepEqual(put, { digest: digestOf(hello), size: 5 });
    assert.equal(await blobs.has(put.digest), true);
    const blob = blobs.get({ mediaType: octets, ...put });
    for (let i = 0; i < 2; i++) assert.deepEqual(await bytesOf(blob.open()), hello);
  });

  check("what is there is not asked for again", async ({ blobs }) => {
    const expected = await blobs.put([hello]);
    const unread = { [Symbol.iterator]: () => assert.fail("the content was read") };
    assert.deepEqual(await blobs.put(unread, expected), expected);
  });

  check("equal blobs may be put at the same time", async ({ blobs }) => {
    const big = noise(300_000);
    const puts = await Promise.all(Array.from({ length: 8 }, () => blobs.put([big])));
    assert.deepEqual(new Set(puts.map((put) => put.digest)), new Set([digestOf(big)]));
  });
}

export function refusedBlobs(check: Check): void {
  check("bytes of another digest are refused and leave nothing", async ({ blobs }) => {
    const digest = digestOf("something else");
    await assert.rejects(blobs.put([hello], { digest }), code("oci/corrupt-blob"));
    assert.equal(await blobs.has(digest), false);
    assert.equal(await blobs.has(digestOf(hello)), false);
  });

  check("a body that ends early is refused", async ({ blobs }) => {
    await assert.rejects(blobs.put([hello], { digest: digestOf(hello), size: 6 }), code("oci/corrupt-blob"));
  });

  check("a body that does not end is refused at the first byte too many", async ({ blobs }) => {
    let sent = 0;
    let closed = false;
    const endless = function* () {
      try {
        for (;;) {
          sent += 1;
          yield Buffer.from("x");
        }
      } finally {
        closed = true;
      }
    };
    await assert.rejects(blobs.put(endless(), { digest: digestOf("x"), size: 5 }), code("oci/corrupt-blob"));
    assert.deepEqual([sent, closed], [6, true]);
  });

  check("what a source throws comes through unchanged", async ({ blobs }) => {
    const broken = Object.assign(new Error("reset"), { code: "EIO" });
    const source = function* () {
      yield hello;
      throw broken;
    };
    await assert.rejects(blobs.put(source()), (error) => error === broken);
    assert.equal(await blobs.has(digestOf(hello)), false);
  });

  check("a blob that is not there is missing, not corrupt", async ({ blobs }) => {
    const blob = blobs.get({ mediaType: octets, digest: digestOf(hello), size: 5 });
    await assert.rejects(bytesOf(blob.open()), code("store/missing"));
  });

  check("reading stops when it is told to", async ({ blobs }) => {
    const put = await blobs.put([noise(1_000_000)]);
    const controller = new AbortController();
    const reading = (async () => {
      for await (const _ of blobs.get({ mediaType: octets, ...put }).open(controller.signal)) controller.abort();
    })();
    await assert.rejects(reading, { name: "AbortError" });
  });
}
