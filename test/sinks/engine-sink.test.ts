import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { hexOf } from "../../src/oci/digest.ts";
import { imageId } from "../../src/oci/image/derive.ts";
import type { Image } from "../../src/oci/image/image.ts";
import { parseReference } from "../../src/oci/reference.ts";
import { openStore } from "../../src/oci/store/open.ts";
import type { Store } from "../../src/oci/store/store.ts";
import { engineSink } from "../../src/sinks/engine/engine-sink.ts";
import { findEngine } from "../../src/sinks/engine/find-engine.ts";
import { type Answers, dockerVersion, type FakeEngine, fakeEngine, says } from "../fakes/fake-engine.ts";
import { type TestCtx, testCtx } from "../support/ctx.ts";
import { noise } from "../support/images.ts";
import { namesIn } from "../support/tar-names.ts";
import { file, folder, imageWith } from "../support/sample-image.ts";
import { loaded, refusals } from "./engine-refusals.ts";

const names = [parseReference("sample:1.0"), parseReference("localhost:5000/x/y")];
const byName = "GET /images/docker.io/library/sample:1.0/json";

describe("engineSink", () => {
  let home = "";
  let store: Store;
  let image: Image;
  let inspected: Answers[string];
  before(async () => {
    home = mkdtempSync(path.join(tmpdir(), "djib-engine-sink-"));
    store = await openStore(path.join(home, "store"), testCtx().host);
    image = await imageWith(store, [
      [folder("app"), file("app/data", noise(2_000_000))],
      [folder("app"), file("app/b", "b")],
    ]);
    inspected = describes(image);
  });
  after(async () => {
    await store[Symbol.asyncDispose]();
    rmSync(home, { recursive: true });
  });
  const describes = (one: Image) =>
    says({ Id: imageId(one), RootFS: { Layers: one.layers.map((layer) => layer.diffId) } });
  /** An engine that answers `answers`, and has no image before one is loaded. */
  const engineWith = async (
    answers: Answers,
  ): Promise<{ fake: FakeEngine; load: (ctx?: TestCtx, which?: Image) => Promise<unknown> }> => {
    const fake = await fakeEngine({
      "GET /version": dockerVersion,
      "GET /info": says({ DriverStatus: [["Backing", "x"]] }),
      ...answers,
    });
    const load = async (ctx = testCtx(), which = image) => {
      const engine = await findEngine(testCtx({ DOCKER_HOST: fake.host }), { required: true });
      return engineSink({ engine: engine!, names, store })(which, ctx);
    };
    return { fake, load };
  };
  /** Answers by turns: the last one for ever. */
  const inTurn = (...answers: Answers[string][]) => {
    let turn = 0;
    return (request: IncomingMessage, response: ServerResponse) =>
      answers[Math.min(turn++, answers.length - 1)]!(request, response);
  };
  const missing = says({ message: "No such image" }, 404);
  const all = () => ({
    [byName]: inTurn(missing, inspected),
    "GET /images/localhost:5000/x/y:latest/json": inTurn(missing, inspected),
  });

  it("streams a docker archive, tells how far it is, and looks whether the engine has it", async () => {
    let archive = Buffer.alloc(0);
    const take = async (request: IncomingMessage, response: ServerResponse) => {
      archive = await buffer(request);
      response.end('{"stream":"Loaded image: sample:1.0\\n"}\n');
    };
    const { fake, load } = await engineWith({ ...all(), "POST /images/load": (...both) => void take(...both) });
    await using _ = fake;
    const ctx = testCtx();
    await load(ctx);
    assert.deepEqual(await namesIn(archive), [
      "manifest.json",
      `${hexOf(imageId(image))}.json`,
      ...image.layers.map((l) => `${hexOf(l.diffId)}.tar`),
    ]);
    const told = ctx.events.flatMap((event) => (event.type === "transfer" && event.way === "load" ? [event] : []));
    for (const layer of image.layers)
      assert.equal(told.findLast((event) => event.what === layer.diffId)?.done, layer.size);
  });

  it("only names an image that the engine has already", async () => {
    const id = imageId(image);
    const { fake, load } = await engineWith({
      [`GET /images/${id}/json`]: inspected,
      [`POST /images/${id}/tag`]: says("", 201),
    });
    await using _ = fake;
    await load();
    assert.deepEqual(fake.asked.slice(2), [
      `POST /images/${id}/tag?repo=docker.io%2Flibrary%2Fsample&tag=1.0`,
      `POST /images/${id}/tag?repo=localhost%3A5000%2Fx%2Fy&tag=latest`,
    ]);
  });

  it("leaves out layers that the engine had under the same name, and sends them after all where it lost them", async () => {
    const older = await imageWith(store, [
      [folder("app"), file("app/data", noise(2_000_000))],
      [folder("app"), file("app/b", "old")],
    ]);
    const archives: Buffer[] = [];
    const take = async (request: IncomingMessage, response: ServerResponse) => {
      archives.push(await buffer(request));
      response.end(
        archives.length === 1
          ? '{"errorDetail":{"message":"open layer.tar: no such file"},"error":"open layer.tar: no such file"}'
          : "",
      );
    };
    const answers = {
      [byName]: inTurn(describes(older), inspected),
      "GET /images/localhost:5000/x/y:latest/json": inTurn(missing, inspected),
    };
    const { fake, load } = await engineWith({ ...answers, "POST /images/load": (...both) => void take(...both) });
    await using _ = fake;
    await load();
    const tars = await Promise.all(
      archives.map(async (archive) => (await namesIn(archive)).filter((name) => name.endsWith(".tar"))),
    );
    const [base, top] = image.layers.map((layer) => `${hexOf(layer.diffId)}.tar`);
    assert.deepEqual(tars, [[top], [base, top]]);
  });

  it("sends everything to an engine with containerd's image store", async () => {
    const older = await imageWith(store, [[folder("app"), file("app/data", noise(2_000_000))]]);
    let sent: string[] = [];
    const take = async (request: IncomingMessage, response: ServerResponse) => {
      sent = await namesIn(await buffer(request));
      response.end("");
    };
    const other = says({
      Id: "sha256:".padEnd(71, "a"),
      RootFS: { Layers: image.layers.map((layer) => layer.diffId) },
    });
    const info = says({ DriverStatus: [["driver-type", "io.containerd.snapshotter.v1"]] });
    const answers = {
      [byName]: inTurn(describes(older), other),
      "GET /images/localhost:5000/x/y:latest/json": inTurn(missing, other),
    };
    const { fake, load } = await engineWith({
      ...answers,
      "GET /info": info,
      "POST /images/load": (...both) => void take(...both),
    });
    await using _ = fake;
    await load();
    assert.equal(sent.filter((name) => name.endsWith(".tar")).length, 2);
  });

  for (const [what, answer, message] of refusals)
    it(`rejects when the engine answers with ${what}`, async () => {
      const { fake, load } = await engineWith({ "POST /images/load": answer });
      await using _ = fake;
      await assert.rejects(load(), (error: Error & { code?: string }) => {
        assert.match(error.code ?? "", /^engine\//);
        assert.match(error.message, message);
        return true;
      });
    });

  it("rejects when another image has the name afterwards", async () => {
    const { fake, load } = await engineWith({
      [byName]: describes(await imageWith(store, [])),
      "POST /images/load": loaded,
    });
    await using _ = fake;
    await assert.rejects(load(), /does not have the image afterwards/);
  });

  it("passes on the failure of a layer that breaks off", async () => {
    const layer = image.layers[1]!;
    const diffId = layer.diffId.replace(/.$/, (c) => (c === "0" ? "1" : "0")) as typeof layer.diffId;
    const broken = {
      ...layer,
      diffId,
      digest: diffId,
      async *open() {
        yield Buffer.alloc(512);
        throw new Error("connection reset by registry");
      },
    };
    const rootfs = { type: "layers", diff_ids: [image.layers[0]!.diffId, diffId] } as const;
    const { fake, load } = await engineWith({ "POST /images/load": loaded });
    await using _ = fake;
    await assert.rejects(
      load(testCtx(), { ...image, layers: [image.layers[0]!, broken], config: { ...image.config, rootfs } }),
      /connection reset by registry/,
    );
  });

  it("stops when it is cancelled while the engine takes its time", async () => {
    const ctx = testCtx();
    const { fake, load } = await engineWith({ "POST /images/load": () => ctx.controller.abort(new Error("Ctrl-C")) });
    await using _ = fake;
    await assert.rejects(load(ctx), /Ctrl-C|abort/);
  });
});
