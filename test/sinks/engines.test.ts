import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { imageId } from "../../src/oci/image/derive.ts";
import type { Image } from "../../src/oci/image/image.ts";
import { parseReference } from "../../src/oci/reference.ts";
import { openStore } from "../../src/oci/store/open.ts";
import type { Store } from "../../src/oci/store/store.ts";
import { dockerArchive } from "../../src/sinks/docker-archive.ts";
import type { Engine } from "../../src/sinks/engine/engine.ts";
import { engineSink } from "../../src/sinks/engine/engine-sink.ts";
import { findEngine } from "../../src/sinks/engine/find-engine.ts";
import { ociArchive } from "../../src/sinks/oci-archive.ts";
import { testCtx } from "../support/ctx.ts";
import { type Engine as Dockerd, startDockerd } from "../support/dockerd.ts";
import { noise } from "../support/images.ts";
import { type Podman, startPodman } from "../support/podman.ts";
import { file, folder, helloProgram, imageWith } from "../support/sample-image.ts";

describe("real engines", () => {
  let home = "";
  let store: Store;
  let dockerd: Dockerd;
  let podman: Podman;
  const version = (text: string): Promise<Image> => {
    const hello = file("bin/hello", helloProgram(`${text}\n`), { mode: 0o755 });
    const base = [folder("app"), file("app/big", noise(300_000))];
    return imageWith(store, [base, [folder("bin"), hello]], { cmd: ["/bin/hello"] });
  };
  before(async () => {
    home = mkdtempSync(path.join(tmpdir(), "djib-engines-"));
    store = await openStore(path.join(home, "store"), testCtx().host);
    [dockerd, podman] = await Promise.all([startDockerd(), startPodman()]);
  });
  after(async () => {
    await Promise.all([dockerd.stop(), podman.stop()]);
    await store[Symbol.asyncDispose]();
    rmSync(home, { recursive: true });
  });
  const names = [parseReference("sample:1.0"), parseReference("localhost:5000/x/y")];
  const engineOf = async (host: string): Promise<Engine> =>
    (await findEngine(testCtx({ DOCKER_HOST: host }), { required: true }))!;
  /** Loads and gives the diffIDs of the layers that were sent. */
  const load = async (engine: Engine, image: Image): Promise<readonly string[]> => {
    const ctx = testCtx();
    const { digest } = await engineSink({ engine, names, store })(image, ctx);
    assert.equal(digest, imageId(image));
    return [
      ...new Set(
        ctx.events.flatMap((event) => (event.type === "transfer" && event.way === "load" ? [event.what] : [])),
      ),
    ];
  };

  it("Docker takes an image, runs it, takes the next one by its new layer alone, and the first again by its ID", async () => {
    const engine = await engineOf(dockerd.host);
    assert.equal(engine.name, "docker");
    const [one, two] = [await version("one"), await version("two")];
    const run = () => dockerd.docker("run", "--rm", "--network", "none", "sample:1.0");
    assert.equal((await load(engine, one)).length, 2);
    assert.equal(await run(), "one");
    assert.equal(await dockerd.docker("image", "inspect", "--format", "{{.Id}}", "localhost:5000/x/y"), imageId(one));
    assert.deepEqual(await load(engine, two), [two.layers[1]!.diffId]);
    assert.equal(await run(), "two");
    assert.deepEqual(await load(engine, one), []);
    assert.equal(await run(), "one");
  });

  it("podman takes an image and the next one, under the names that podman looks for", async () => {
    const engine = await engineOf(podman.host);
    assert.equal(engine.name, "podman");
    const id = () => podman.podman("image", "inspect", "--format", "{{.Id}}", "sample:1.0");
    for (const image of [await version("one"), await version("two"), await version("one")]) {
      await load(engine, image);
      assert.equal(`sha256:${await id()}`, imageId(image));
    }
    assert.equal(
      `sha256:${await podman.podman("image", "inspect", "--format", "{{.Id}}", "localhost:5000/x/y")}`,
      imageId(await version("one")),
    );
  });

  it("docker load takes the archive, also one without layers", async () => {
    for (const [name, image] of [
      ["from-file", await version("file")],
      ["empty", await imageWith(store, [])],
    ] as const) {
      const dest = path.join(home, `${name}.tar`);
      await dockerArchive({ dest, names: [parseReference(name)], store })(image, testCtx());
      assert.equal(await dockerd.docker("load", "--input", dest), `Loaded image: ${name}:latest`);
      assert.equal(await dockerd.docker("image", "inspect", "--format", "{{.Id}}", name), imageId(image));
    }
  });

  it("podman runs an image from its OCI archive", async () => {
    const dest = path.join(home, "oci.tar");
    await ociArchive({ dest, names: [names[0]!], store })(await version("from OCI"), testCtx());
    const args = [
      "--rm",
      "--network",
      "none",
      "--ulimit",
      "nofile=1024:1024",
      "--ulimit",
      "nproc=1024:1024",
      `oci-archive:${dest}`,
    ];
    assert.equal(await podman.podman("run", ...args), "from OCI");
  });

  for (const kind of ["docker", "podman"] as const)
    it(`${kind} refuses an archive that is none, and we say in its words why`, async () => {
      const engine = await engineOf(kind === "docker" ? dockerd.host : podman.host);
      await assert.rejects(engine.load(junk(), testCtx().signal), {
        code: "engine/refused",
        message: /invalid tar header/,
      });
    });
});

async function* junk() {
  yield Buffer.from("junk".repeat(1000));
}
