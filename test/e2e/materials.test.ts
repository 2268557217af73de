import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { digestOf } from "../../src/oci/digest.ts";
import { recorderHash } from "../../scripts/lib/recorder.ts";
import { root } from "../../scripts/lib/root.mjs";
import { cases } from "../materials/cases.ts";
import { type Fixture, openFixture } from "../materials/fixture.ts";
import { materialsShape } from "../materials/shape.ts";
import { type Workshop, workshop } from "../support/djib.ts";

describe("provenance tells, as BuildKit does, of", () => {
  const recorded = JSON.parse(readFileSync(path.join(root, "test/recordings/materials.json"), "utf8")) as {
    readonly recorder: { readonly files: readonly string[]; readonly sha256: string };
    readonly cases: Readonly<Record<string, object>>;
  };
  let shop: Workshop;
  let fixture: Fixture;
  const at = (name: string) => path.join(shop.folder, name);
  before(async () => ([shop, fixture] = await Promise.all([workshop(), openFixture()])));
  after(async () => {
    await shop.stop();
    await fixture[Symbol.asyncDispose]();
  });

  it("what scripts/record/materials.ts, as it is now, asks BuildKit", () =>
    assert.equal(recorderHash(recorded.recorder.files), recorded.recorder.sha256));

  for (const [i, [title, { context, dockerfile = "", contexts = {} }]] of Object.entries(cases).entries())
    it(title, async () => {
      const folder = shop.project({ Dockerfile: fixture.filled(dockerfile) });
      const named = Object.entries(contexts).flatMap(([name, place]) => [
        "--build-context",
        `${name}=${fixture.filled(place)}`,
      ]);
      const place = context === undefined ? folder : fixture.filled(context);
      await shop.ok(["build", "-q", "--provenance=mode=min", ...named, "-o", at(`out-${i}`), place]);
      const file = at(`out-${i}/provenance.json`);
      assert.deepEqual(materialsShape(file, fixture.plain), recorded.cases[title]);
      assert.doesNotMatch(readFileSync(file, "utf8"), new RegExp(`hunter2|${shop.folder}`));
    });

  it("not what BuildKit knows of: a layout by the name it was given, a Dockerfile by its address", async () => {
    const base = shop.project({ Dockerfile: "FROM scratch\nCOPY Dockerfile /f\n" });
    await shop.ok(["build", "-q", "--no-load", "-o", `type=oci-dir,dest=${at("layout")}`, base]);
    const folder = shop.project({ Dockerfile: "FROM base\nCOPY --from=side / /\n" });
    const contexts = [`base=oci-layout://${at("layout")}`, `side=${base}`].flatMap((one) => ["--build-context", one]);
    await shop.ok(["build", "-q", "--provenance=mode=min", ...contexts, "-o", at("laid"), folder]);
    const file = at("laid/provenance.json");
    const laid = materialsShape(file, (text) => text) as Record<"args" | "locals" | "materials", unknown>;
    assert.deepEqual(laid.args, { "context:base": "oci-layout://base:latest", "context:side": "local:side" });
    assert.deepEqual(laid.locals, [{ name: "context" }, { name: "dockerfile" }, { name: "side" }]);
    assert.deepEqual(laid.materials, [{ uri: "pkg:oci/base@latest?platform=linux%2Famd64" }]);
    assert.ok(!readFileSync(file, "utf8").includes(shop.folder));
    const fetched = fixture.filled("http://me:hunter2@{web}/Dockerfile");
    await shop.ok(["build", "-q", "--provenance=mode=max", "-f", fetched, "-o", at("fetched"), folder]);
    const told = readFileSync(at("fetched/provenance.json"), "utf8");
    assert.doesNotMatch(told, /hunter2/);
    const { configSource } = materialsShape(at("fetched/provenance.json"), fixture.plain) as Record<string, object>;
    const digest = { sha256: "136936cf967e9332bedae222f6ea9733624222742f624d2304579bc48d9f8c1b" };
    assert.deepEqual(configSource, { uri: "http://xxxxx:xxxxx@{web}/Dockerfile", digest, path: "Dockerfile" });
  });
});

describe("attestations as files", () => {
  let shop: Workshop;
  const at = (name: string) => path.join(shop.folder, name);
  before(async () => (shop = await workshop()));
  after(() => shop.stop());

  it("stand beside each platform's files, tell of each by digest, and are the same each time", async () => {
    const folder = shop.project({ Dockerfile: "FROM scratch\nCOPY Dockerfile /d/f\n" });
    const build = (...more: readonly string[]) =>
      shop.ok(["build", "-q", "--no-cache", "--sbom=true", "--provenance=true", ...more, folder]);
    const both = ["--platform", "linux/amd64,linux/arm64"];
    await build(...both, "-o", at("one"), "-o", `type=tar,dest=${at("one.tar")},attestation-prefix=pre-`);
    await build(...both, "-o", at("two"), "-o", `type=tar,dest=${at("two.tar")},attestation-prefix=pre-`);
    assert.deepEqual(readFileSync(at("one.tar")), readFileSync(at("two.tar")));
    const names = execFileSync("tar", ["-tf", at("one.tar")], { encoding: "utf8" });
    for (const name of ["linux_amd64/pre-sbom.spdx.json", "linux_arm64/pre-provenance.json"])
      assert.ok(names.includes(`${name}\n`), names);
    assert.deepEqual(readdirSync(at("one/linux_arm64")).sort(), ["d", "provenance.json", "sbom.spdx.json"]);
    const file = at("one/linux_arm64/sbom.spdx.json");
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(readFileSync(file, "utf8"), readFileSync(at("two/linux_arm64/sbom.spdx.json"), "utf8"));
    const statement = JSON.parse(readFileSync(file, "utf8")) as Record<"_type" | "predicateType" | "subject", unknown>;
    const sha256 = digestOf(readFileSync(at("one/linux_arm64/d/f"))).slice("sha256:".length);
    assert.deepEqual(statement.subject, [{ name: "d/f", digest: { sha256 } }]);
    assert.equal(statement.predicateType, "https://spdx.dev/Document");
  });

  it("never replace a file of the image", async () => {
    const folder = shop.project({ Dockerfile: "FROM scratch\nCOPY Dockerfile /provenance.json\n" });
    const refused = await shop.djib(["build", "-q", "--provenance=true", "-o", at("none"), folder]);
    assert.match(refused.stderr, /error\[sinks\/unsupported\]: .*\/provenance\.json.*\n.*attestation-prefix/);
    const prefixed = `type=local,dest=${at("prefixed")},attestation-prefix=a.`;
    await shop.ok(["build", "-q", "--provenance=true", "-o", prefixed, folder]);
    assert.deepEqual(readdirSync(at("prefixed")).sort(), ["a.provenance.json", "provenance.json"]);
    const useless = await shop.djib(["build", "-o", "type=oci,dest=x.tar,attestation-prefix=a.", folder]);
    assert.match(useless.stderr, /attestation-prefix is for type=local and type=tar/);
  });
});
