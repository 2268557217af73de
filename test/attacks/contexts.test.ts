import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, beforeEach, describe, it } from "node:test";
import { archiveContext } from "../../src/build/remote-context.ts";
import { ociDirectory } from "../../src/sinks/oci-directory.ts";
import { ociLayoutSource } from "../../src/sources/oci-layout.ts";
import { archiveOf } from "../copy/archive.ts";
import { linesOf } from "../copy/lines.ts";
import { amd64 } from "../support/images.ts";
import { testCtx } from "../support/ctx.ts";
import { fails } from "../support/registry.ts";
import { file, imageWith } from "../support/sample-image.ts";
import { temporaryStore } from "../support/store.ts";

const ctx = testCtx();
const scratch = mkdtempSync(path.join(os.tmpdir(), "djib-attacks-"));
after(() => rmSync(scratch, { recursive: true }));

describe("a hostile OCI layout as a named context", () => {
  const layout = path.join(scratch, "layout");
  const blob = (digest: string) => path.join(layout, "blobs", ...digest.split(":"));
  const indexFile = path.join(layout, "index.json");
  const readIndex = () => JSON.parse(readFileSync(indexFile, "utf8"));
  beforeEach(async () => {
    rmSync(layout, { recursive: true, force: true });
    await using temporary = await temporaryStore();
    const image = await imageWith(temporary.store, [[file("f", "f")]]);
    await ociDirectory({ dest: layout, names: [], store: temporary.store })(image, ctx);
  });

  async function found(tag?: string) {
    await using temporary = await temporaryStore();
    const source = ociLayoutSource({ layout, store: temporary.store });
    const name = { domain: "docker.io", repository: "library/base", ...(tag === undefined ? {} : { tag }) };
    const { image } = (await source(name, amd64, ctx))!;
    for (const layer of image.layers) await temporary.store.ensureLayer(layer, ctx);
    return image.layers.length;
  }

  it("is taken where nothing is wrong", async () => assert.equal(await found(), 1));

  it("is refused where a blob is a symlink (ggcr #2306)", async () => {
    const { digest } = readIndex().manifests[0];
    renameSync(blob(digest), path.join(scratch, "elsewhere"));
    symlinkSync(path.join(scratch, "elsewhere"), blob(digest));
    await assert.rejects(found(), fails("oci/no-layout"));
  });

  it("is refused where the blobs lie behind a symlink", async () => {
    renameSync(path.join(layout, "blobs"), path.join(scratch, "blobs"));
    symlinkSync(path.join(scratch, "blobs"), path.join(layout, "blobs"));
    await assert.rejects(found(), fails("oci/no-layout"));
    rmSync(path.join(scratch, "blobs"), { recursive: true });
  });

  it("is refused where a blob has another digest than its name", async () => {
    const manifest = readIndex().manifests[0].digest;
    const { layers } = JSON.parse(readFileSync(blob(manifest), "utf8"));
    const bytes = readFileSync(blob(layers[0].digest));
    bytes[bytes.length - 9]! ^= 1;
    writeFileSync(blob(layers[0].digest), bytes);
    await assert.rejects(found(), fails("oci/corrupt-blob"));
  });

  it("is refused where two images have one tag (CVE-2021-41190)", async () => {
    const index = readIndex();
    const [entry] = index.manifests;
    const named = { ...entry, annotations: { "org.opencontainers.image.ref.name": "one" } };
    writeFileSync(
      indexFile,
      JSON.stringify({ ...index, manifests: [named, { ...named, digest: `sha256:${"0".repeat(64)}` }] }),
    );
    await assert.rejects(found("one"), fails("oci/ambiguous-layout", "2 images are called one"));
  });

  it("is refused where its digest is a path", async () => {
    const index = readIndex();
    const [entry] = index.manifests;
    writeFileSync(indexFile, JSON.stringify({ ...index, manifests: [{ ...entry, digest: "sha256:../../../x" }] }));
    await assert.rejects(found(), fails("oci/bad-digest"));
  });
});

describe("a hostile archive as the build context", () => {
  async function opened(bytes: Buffer) {
    await using temporary = await temporaryStore();
    const content = async function* () {
      yield bytes;
    };
    const { tree } = await archiveContext(content(), "the archive", temporary.store);
    return linesOf(tree);
  }

  it("stays within the tree, whatever its names say", async () => {
    const tar = [
      { name: "../../x", content: "1" },
      { name: "/etc/y", content: "2" },
    ];
    assert.deepEqual(
      (await opened(await archiveOf({ tar }))).map((line) => line.split(" ")[0]),
      ["etc", "etc/y", "x"],
    );
  });

  it("is refused with a whiteout", async () =>
    assert.rejects(opened(await archiveOf({ tar: [{ name: "d/.wh.f" }] })), fails("build/bad-context", "whiteout")));

  it("is refused with a hard link that leads nowhere", async () =>
    assert.rejects(
      opened(await archiveOf({ tar: [{ name: "l", type: "link", linkname: "../../etc/passwd" }] })),
      fails("build/bad-context"),
    ));

  it("is refused where it is cut off", async () =>
    assert.rejects(
      opened(await archiveOf({ tar: [{ name: "f", content: "x".repeat(9000) }], broken: true })),
      fails("build/bad-context"),
    ));
});
