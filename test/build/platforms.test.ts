import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { digestOf } from "../../src/oci/digest.ts";
import { oci } from "../../src/oci/media-types.ts";
import { fakeRegistry, hold } from "../fakes/fake-registry.ts";
import { workshop } from "../support/djib.ts";
import type { Workshop } from "../support/djib.ts";
import { amd64, imageOf, layerOf } from "../support/images.ts";
import { mismatchedRegistry } from "../support/mismatched.ts";
import { platformInArchive } from "../support/platform-in-archive.ts";
import { header, padded } from "../support/raw-tar.ts";
import { helloProgram } from "../support/sample-image.ts";
import { platformCases } from "./platform-cases.ts";

type Answer = { readonly platform: string; readonly warnings: readonly string[] } | { readonly fails: true };
const recorded = JSON.parse(readFileSync(new URL("../recordings/platforms.json", import.meta.url), "utf8")) as {
  readonly cases: Readonly<Record<string, Answer>>;
};
const rule = /^warning\[(\w+)\]: \S*Dockerfile:\d+:\d+: (.*)$/gm;

describe("a base image of another platform", () => {
  let shop: Workshop;
  let registry: Awaited<ReturnType<typeof mismatchedRegistry>>;
  before(async () => {
    shop = await workshop();
    registry = await mismatchedRegistry();
  });
  after(async () => {
    await registry[Symbol.asyncDispose]();
    await shop.stop();
  });
  const djib = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    shop.djib(args, { DJIB_REGISTRY_MIRROR: `docker.io=http://${registry.host}`, ...more });

  for (const [name, { dockerfile, platform }] of Object.entries(platformCases))
    it(`gives the image and the warnings that BuildKit gives: ${name}`, async () => {
      const folder = shop.project({ Dockerfile: dockerfile });
      const archive = path.join(folder, "image.tar");
      const asked = platform === undefined ? [] : ["--platform", platform];
      const built = ["build", "--progress", "plain", ...asked, "-o", `type=oci,dest=${archive}`, folder];
      const { status, stderr } = await djib(built);
      const answer = recorded.cases[name]!;
      if ("fails" in answer) return assert.equal(status, 1, stderr);
      assert.equal(status, 0, stderr);
      const warnings = [...stderr.matchAll(rule)].map(([, rule, message]) => `${rule}: ${message}`);
      assert.deepEqual({ platform: platformInArchive(archive), warnings: warnings.toSorted() }, answer, stderr);
    });

  it("is told of by djib check, and not where the file skips the rule", async () => {
    const text = "FROM base:arm64\nLABEL a=b\n";
    const { stdout } = await djib(["check", shop.project({ Dockerfile: text })]);
    assert.match(stdout, /InvalidBaseImagePlatform.*base:arm64 was pulled with platform "linux\/arm64"/);
    const silent = await djib([
      "check",
      shop.project({ Dockerfile: `# check=skip=InvalidBaseImagePlatform\n${text}` }),
    ]);
    assert.doesNotMatch(silent.stdout, /InvalidBaseImagePlatform/);
  });

  it("is told of for each platform of several", async () => {
    const folder = shop.project({ Dockerfile: "FROM base:amd64\nENV a b\n" });
    const { status, stderr } = await djib(["build", "--platform", "linux/amd64,linux/arm64", folder]);
    assert.equal(status, 0, stderr);
    assert.deepEqual(
      [...stderr.matchAll(/\[(\w+)\]/g)].map(([, rule]) => rule),
      ["LegacyKeyValueFormat", "InvalidBaseImagePlatform"],
    );
  });

  it("of a COPY is told of where the file does not skip it, and not by a mirror that has no such image", async () => {
    const text = "FROM scratch\nCOPY --from=base:arm64 / /x\nCOPY --from=base:arm64 / /y\n";
    const told = async (dockerfile: string, command: readonly string[]) => {
      const { stdout, stderr } = await djib([...command, shop.project({ Dockerfile: dockerfile })]);
      return (stdout + stderr).match(/warning\[InvalidBaseImagePlatform\]|error\[[^\]]+\]/g) ?? [];
    };
    const one = "warning[InvalidBaseImagePlatform]";
    assert.deepEqual(await told(text, ["check"]), [one, one]);
    assert.deepEqual(await told(`# check=skip=InvalidBaseImagePlatform\n${text}`, ["build"]), []);
    assert.deepEqual(await told(text.replaceAll("arm64", "none"), ["check"]), []);
    assert.deepEqual(await told(text.replaceAll("arm64", "none"), ["build"]), ["error[registry/unreachable]"]);
  });

  it("of a named context is not told of", async () => {
    const folder = shop.project({ Dockerfile: "FROM files\nLABEL a=b\n" });
    const { status, stderr } = await djib(["build", "--build-context", "files=docker-image://base:arm64", folder]);
    assert.equal(status, 0, stderr);
    assert.doesNotMatch(stderr, /InvalidBaseImagePlatform/);
  });

  it("runs its programs where they are for this machine, whatever the image says of itself", async () => {
    const program = helloProgram("it runs\n");
    const head = header({ name: "hello", mode: 0o755, size: program.length });
    const tar = Buffer.concat([head, padded(program), Buffer.alloc(1024)]);
    const images = { wrong: { os: "linux", architecture: "s390x" }, right: amd64 };
    for (const [tag, platform] of Object.entries(images))
      await hold(registry.contents, "library/base", tag, imageOf([layerOf(tar)], platform));
    for (const [tag, platform] of [
      ["wrong", "linux/amd64"],
      ["right", "linux/s390x"],
    ] as const) {
      const folder = shop.project({ Dockerfile: `FROM base:${tag} AS a\nFROM a\nRUN ["/hello"]\n` });
      const built = await djib(["build", "--no-cache", "--progress", "plain", "--platform", platform, folder]);
      assert.equal(built.status, 0, built.stderr);
      assert.match(built.stderr, /InvalidBaseImagePlatform[^]*it runs/);
    }
    const refused = shop.project({ Dockerfile: 'FROM base:wrong\nRUN ["/hello"]\n' });
    assert.match((await djib(["build", "--platform", "linux/s390x", refused])).stderr, /^error\[build\/verdict\]/m);
  });

  it("is pulled with a warning, as docker pull does it, and is in the store for what was asked for", async () => {
    const env = { DJIB_STORE: path.join(shop.folder, "pulled") };
    const { status, stderr } = await djib(["pull", "base:arm64", "--platform", "linux/amd64"], env);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /base:arm64 is for linux\/arm64 alone, not for linux\/amd64/);
    assert.equal((await djib(["inspect", "--platform", "linux/arm64", "base:arm64"], env)).status, 1);
    assert.match((await djib(["inspect", "base:arm64"], env)).stdout, /arm64/);
  });
});

it("base images of several platforms are looked up side by side", async () => {
  const asked = new Set<string>();
  const answeredAlone: string[] = [];
  let together = () => {};
  const both = new Promise<void>((resolve) => (together = resolve));
  await using registry = await fakeRegistry(async ({ url = "" }) => {
    const digest = /\/manifests\/(sha256:.*)$/.exec(url)?.[1];
    if (digest === undefined) return false;
    if (asked.add(digest).size === 2) together();
    await Promise.race([both, sleep(20_000, undefined, { ref: false })]);
    if (asked.size < 2) answeredAlone.push(digest);
    return false;
  });
  const platforms = [amd64, { os: "linux", architecture: "arm64" }];
  for (const platform of platforms) {
    const image = imageOf([layerOf(new Uint8Array(1024))], platform);
    await hold(registry.contents, "library/base", platform.architecture, image);
  }
  const manifests = platforms.map((platform) => {
    const { bytes } = registry.contents.manifests.get(`library/base/${platform.architecture}`)!;
    return { mediaType: oci.manifest, digest: digestOf(bytes), size: bytes.length, platform };
  });
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: oci.index, manifests }));
  registry.contents.manifests.set("library/base/both", { bytes, type: oci.index });
  const shop = await workshop();
  try {
    const project = shop.project({ Dockerfile: "FROM base:both\nLABEL a=b\n" });
    const env = { DJIB_REGISTRY_MIRROR: `docker.io=http://${registry.host}` };
    await shop.ok(["plan", "--platform", "linux/amd64,linux/arm64", project], env);
    assert.deepEqual([asked.size, answeredAlone], [2, []]);
  } finally {
    await shop.stop();
  }
});
