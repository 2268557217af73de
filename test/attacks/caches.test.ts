import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import type { Layer } from "../../src/oci/blob.ts";
import { type Digest, digestOf } from "../../src/oci/digest.ts";
import { compressLayer } from "../../src/oci/layer/gzip/compress-layer.ts";
import { localCacheSink } from "../../src/sinks/local-cache.ts";
import { localCache } from "../../src/sources/step-caches.ts";
import { testCtx } from "../support/ctx.ts";
import { amd64 } from "../support/images.ts";
import { buildProject, type Outcome, type Project } from "../support/project.ts";
import { header, padded } from "../support/raw-tar.ts";
import { temporaryStore } from "../support/store.ts";

const project: Project = {
  dockerfile: "FROM scratch\nCOPY one /\nWORKDIR /two\nCOPY three /\n",
  files: { one: "1", three: "3".repeat(100) },
};

interface Descriptor {
  digest: string;
  size: number;
  mediaType: string;
}

/** What of a cache a test changes before it is read. */
interface Cache {
  manifest: { config: Descriptor; layers: Descriptor[]; [more: string]: unknown };
  config: { layers: { blob: string; parent: number }[]; records: Written[] };
}

interface Written {
  digest: string;
  layers?: { layer: number }[];
  "djib-gzip-1"?: { diffId: string; size: number; contentDigest: string; entries: number };
}

const blobOf = (folder: string, digest: string) => path.join(folder, "blobs", digest.replace(":", "/"));
const read = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));
const facts = (record: Written) => record["djib-gzip-1"]!;

function place(folder: string, bytes: Uint8Array): { digest: Digest; size: number } {
  const digest = digestOf(bytes);
  writeFileSync(blobOf(folder, digest), bytes);
  return { digest, size: bytes.length };
}

describe("a cache that is broken or lies stops nothing and leaves nothing", () => {
  let folder: string;
  let honest: Outcome;
  let copies = 0;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "djib-caches-"));
    await using temporary = await temporaryStore();
    honest = await buildProject(project, temporary.store);
    const compress = (layer: Layer) => compressLayer(layer, temporary.store, testCtx());
    const sink = localCacheSink({ dest: path.join(folder, "honest"), tag: "latest", reset: false, compress });
    await sink({ records: honest.steps, manifest: true, family: "oci" }, testCtx());
  });
  after(() => rmSync(folder, { recursive: true }));

  /** A copy of the honest cache in which documents were changed; their digests fit again. */
  function forged(change: (cache: Cache, copy: string) => void): string {
    const copy = path.join(folder, `copy-${++copies}`);
    cpSync(path.join(folder, "honest"), copy, { recursive: true });
    const index = read(path.join(copy, "index.json")) as { manifests: Descriptor[] };
    const manifest = read(blobOf(copy, index.manifests[0]!.digest)) as Cache["manifest"];
    const config = read(blobOf(copy, manifest.config.digest)) as Cache["config"];
    change({ manifest, config }, copy);
    const described = place(copy, Buffer.from(JSON.stringify(config)));
    if (manifest.config.size < 1e6) Object.assign(manifest.config, described);
    Object.assign(index.manifests[0]!, place(copy, Buffer.from(JSON.stringify(manifest))));
    writeFileSync(path.join(copy, "index.json"), JSON.stringify(index));
    return copy;
  }

  async function build(from: string, more: Partial<Project> = {}) {
    await using temporary = await temporaryStore();
    const cacheFrom: Project["cacheFrom"] = (store) => [localCache(from, "latest", { store, platform: amd64 })];
    const outcome = await buildProject({ ...project, ...more, cacheFrom }, temporary.store);
    const later = await buildProject(project, temporary.store);
    return { ...outcome, later };
  }

  /** The image is right all the same, and one warning says why the cache was of no use. */
  async function survives(from: string, why: RegExp): Promise<void> {
    const { id, warnings, performed, later } = await build(from);
    assert.equal(id, honest.id);
    assert.equal(warnings.length, 1, warnings.join());
    assert.match(warnings[0]!, why);
    assert.ok(performed.length > 0);
    assert.deepEqual([later.id, later.performed], [honest.id, []], "a later build without it");
  }

  const every = (change: (record: Written) => void) => forged(({ config }) => config.records.forEach(change));

  it("is read whole where it is honest", async () => {
    const { id, performed, warnings } = await build(path.join(folder, "honest"));
    assert.deepEqual([id, performed, warnings], [honest.id, [], []]);
  });

  it("is not there, is a file, is empty, or has no such tag", async () => {
    await survives(path.join(folder, "nowhere"), /cache\/unusable: .*nowhere is not used as a cache: .*index\.json/);
    await survives("/bin/busybox", /cache\/unusable/);
    const untagged = forged(() => {});
    writeFileSync(path.join(untagged, "index.json"), JSON.stringify({ schemaVersion: 2, manifests: [] }));
    await survives(untagged, /nothing in it is tagged latest/);
    writeFileSync(path.join(untagged, "index.json"), "{");
    await survives(untagged, /is not JSON/);
  });

  it("has layers that are truncated, too long, flipped or gone (faults 1 and 7)", async () => {
    const changes: ((file: string, bytes: Buffer) => void)[] = [
      (file, bytes) => writeFileSync(file, bytes.subarray(0, 20)),
      (file, bytes) => writeFileSync(file, Buffer.concat([bytes, bytes])),
      (file, bytes) => writeFileSync(file, Buffer.concat([bytes.subarray(0, -1), Buffer.from([bytes.at(-1)! ^ 1])])),
      (file) => rmSync(file),
    ];
    for (const change of changes) {
      const copy = forged(({ manifest }, at) => {
        for (const { digest } of manifest.layers) change(blobOf(at, digest), readFileSync(blobOf(at, digest)));
      });
      await survives(copy, /cache\/unusable/);
    }
  });

  it("describes layers falsely: another content, number of entries or size", async () => {
    const other = digestOf("other");
    await survives(
      every((record) => (facts(record).contentDigest = other)),
      /describes layer .* falsely/,
    );
    await survives(
      every((record) => (facts(record).entries += 1)),
      /describes layer .* falsely/,
    );
    await survives(
      every((record) => (facts(record).size += 1)),
      /describes layer .* falsely/,
    );
    await survives(
      every((record) => (facts(record).diffId = other)),
      /is not what its image says/,
    );
  });

  it("describes falsely what the store has already", async () => {
    await using temporary = await temporaryStore();
    await buildProject({ ...project, dockerfile: "FROM scratch\nCOPY one /\n" }, temporary.store);
    const copy = every((record) => (facts(record).contentDigest = digestOf("other")));
    const cacheFrom: Project["cacheFrom"] = (store) => [localCache(copy, "latest", { store, platform: amd64 })];
    const { id } = await buildProject({ ...project, cacheFrom }, temporary.store);
    assert.equal(id, honest.id);
  });

  it("has malformed or missing digests and sizes (faults 8, 9 and 10)", async () => {
    await survives(
      every((record) => (facts(record).diffId = "sha256:../../etc/passwd")),
      /not a sha256 digest/,
    );
    await survives(
      every((record) => (record.digest = "sha256:xyz")),
      /not a sha256 digest/,
    );
    await survives(
      every((record) => (facts(record).size = -1)),
      /whole number/,
    );
    await survives(
      every((record) => Reflect.deleteProperty(facts(record), "diffId")),
      /is missing/,
    );
    await survives(
      every((record) => (record.layers = [{ layer: 99 }])),
      /there are \d layers/,
    );
    await survives(
      forged(({ manifest }) => (manifest.layers[0]!.digest = "sha256:../x")),
      /not a sha256 digest/,
    );
    await survives(
      forged(({ manifest }) => (manifest.layers[0]!.size = -5)),
      /whole number/,
    );
  });

  it("is huge, deep or two things at once (faults 11 and 12)", async () => {
    await survives(
      forged(({ manifest }) => (manifest.config.size = 1e9)),
      /at most \d+ are read/,
    );
    const deep = forged(({ config }) => {
      let nested: unknown = [];
      for (let depth = 0; depth < 100; depth++) nested = [nested];
      Object.assign(config, { records: nested });
    });
    await survives(deep, /nested deeper/);
    await survives(
      forged(({ manifest }) => (manifest["manifests"] = [manifest.config])),
      /an index and a manifest at once/,
    );
  });

  it("has links in place of blobs (fault 14)", async () => {
    const copy = forged(({ manifest }, at) => {
      for (const { digest } of manifest.layers) {
        const [file, elsewhere] = [blobOf(at, digest), path.join(at, "elsewhere")];
        cpSync(file, elsewhere);
        rmSync(file);
        symlinkSync(elsewhere, file);
      }
    });
    await survives(copy, /it is not there/);
  });

  it("holds a layer that leads out of the image or is a bomb (faults 15 and 20)", async () => {
    const evil = (tar: Buffer) =>
      forged(({ manifest, config }, at) => {
        const diffId = digestOf(tar);
        Object.assign(manifest.layers[0]!, place(at, gzipSync(tar)));
        config.layers[0]!.blob = manifest.layers[0]!.digest;
        for (const record of config.records) {
          record.layers = [{ layer: 0 }];
          Object.assign(facts(record), { diffId, size: tar.length });
        }
      });
    const end = Buffer.alloc(1024);
    await survives(
      evil(Buffer.concat([header({ name: "../../etc/cron.d/x", size: 1 }), padded("x"), end])),
      /cache\/unusable/,
    );
    await survives(evil(Buffer.concat([header({ name: ".wh...", size: 0 }), end])), /cache\/unusable/);
    await survives(evil(Buffer.alloc(4 << 20)), /cache\/unusable/);
  });

  it("named by several: the next one is asked", async () => {
    await using temporary = await temporaryStore();
    const broken = every((record) => (facts(record).size += 1));
    const cacheFrom: Project["cacheFrom"] = (store) =>
      [broken, path.join(folder, "honest")].map((from) => localCache(from, "latest", { store, platform: amd64 }));
    const { id, performed } = await buildProject({ ...project, cacheFrom }, temporary.store);
    assert.deepEqual([id, performed], [honest.id, []]);
  });
});
