import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Workshop, workshop } from "../support/djib.ts";

describe("what stands on standard input", () => {
  let shop: Workshop;
  before(async () => (shop = await workshop()));
  after(() => shop.stop());

  it("is a Dockerfile, with nothing around it or with a directory", async () => {
    const alone = await shop.ok(["build", "-q", "-"], {}, { input: "FROM scratch\nCOPY <<end /f\nf\nend\n" });
    assert.match(alone.stdout, /^sha256:[0-9a-f]{64}\n$/);
    const project = shop.project({ f: "f\n" });
    const beside = await shop.ok(["build", "-q", "-f", "-", project], {}, { input: "FROM scratch\nCOPY f /f\n" });
    assert.match(beside.stdout, /^sha256:/);
    const missing = await shop.djib(["build", "-"], {}, { input: "FROM scratch\nCOPY f /f\n" });
    assert.match(missing.stderr, /copy\/no-such-source/);
  });

  it("cannot be the Dockerfile and the context at once, nor a Dockerfile beside another", async () => {
    for (const [flags, words] of [
      [["-f", "-"], /cannot both be standard input/],
      [["-f", "Other"], /-f names another one/],
    ] as const) {
      const { status, stderr } = await shop.djib(["build", ...flags, "-"], {}, { input: "FROM scratch\n" });
      assert.equal(status, 2);
      assert.match(stderr, words);
    }
  });

  it("does not matter to --build-context, whose places are looked at before anything is built", async () => {
    const project = shop.project({ Dockerfile: "FROM scratch\n" });
    for (const [place, words] of [
      ["base=/nonexistent/place", /is not there/],
      ["base", /has no place/],
      ["base=target:other", /bake/],
    ] as const) {
      const { status, stderr } = await shop.djib(["build", "--build-context", place, project]);
      assert.equal(status, 2);
      assert.match(stderr, words);
    }
  });
});
