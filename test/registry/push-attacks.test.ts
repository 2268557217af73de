import assert from "node:assert/strict";
import { test } from "node:test";
import { manifestOf } from "../../src/oci/image/derive.ts";
import { fakeRegistry, hold } from "../fakes/fake-registry.ts";
import { bodyOf, json, serve } from "../fakes/hostile.ts";
import { imageOf, layerOf, noise } from "../support/images.ts";
import { cleanCtx, contentOf, fails, login, push } from "../support/registry.ts";

const layer = layerOf(noise(300_000));
const image = imageOf([layer]);
const { digest } = manifestOf(image).descriptor;

test("reset in the middle of an upload: the offset is asked for, and the rest is sent", async () => {
  let first = true;
  const received: Buffer[] = [];
  await using registry = await fakeRegistry(async (request, response) => {
    if (!request.url?.includes("/uploads/s0")) return false;
    if (request.method === "PATCH" && first) {
      first = false;
      for await (const chunk of request) {
        received.push(chunk as Buffer);
        if (Buffer.concat(received).length > 100_000) break;
      }
      request.socket.destroy();
      return true;
    }
    if (request.method === "GET") {
      response.writeHead(204, { location: request.url, range: `0-${Buffer.concat(received).length - 1}` }).end();
      return true;
    }
    if (request.method === "PUT") {
      response.writeHead(201).end();
      return true;
    }
    assert.equal(request.headers["content-range"], `${Buffer.concat(received).length}-${layer.size - 1}`);
    received.push(await bodyOf(request));
    response.writeHead(202, { location: request.url }).end();
    return true;
  });
  const { digest: pushed } = await push(image, `${registry.host}/a/b:1`);
  assert.equal(pushed, digest);
  assert.deepEqual(Buffer.concat(received), await contentOf(layer));
});

test("the upload session is gone (404): started again from disk", async () => {
  let lost = false;
  await using registry = await fakeRegistry(async (request, response) => {
    if (lost || request.method !== "PATCH") return false;
    lost = true;
    await bodyOf(request);
    response.writeHead(404).end();
    return true;
  });
  await push(image, `${registry.host}/a/b:1`);
  assert.deepEqual(registry.contents.blobs.get(`a/b/${layer.digest}`), await contentOf(layer));
});

test("5xx to the last PUT of an upload: tried again", async () => {
  let failures = 0;
  await using registry = await fakeRegistry((request, response) => {
    if (request.method !== "PUT" || !request.url?.includes("digest=") || failures++ > 0) return false;
    response.writeHead(500).end();
    return true;
  });
  await push(image, `${registry.host}/a/b:1`);
});

test("the answer to the last PUT is lost: the blob is found there and not sent again", async () => {
  let sent = 0;
  let finished = false;
  await using registry = await fakeRegistry(async (request, response, { blobs }) => {
    if (!request.url?.includes("/uploads/s0")) return false;
    if (request.method === "PATCH") sent++;
    if (request.method === "PUT") {
      blobs.set(`a/b/${layer.digest}`, await contentOf(layer));
      finished = true;
      request.socket.destroy();
    }
    if (request.method === "GET" && finished) response.writeHead(404).end();
    return finished;
  });
  await push(image, `${registry.host}/a/b:1`);
  assert.equal(sent, 1);
});

test("a registry that fails for ever: an end, and no tag", async () => {
  await using registry = await fakeRegistry((request, response) => {
    if (request.method !== "PATCH") return false;
    response.writeHead(500).end();
    return true;
  });
  await assert.rejects(push(image, `${registry.host}/a/b:1`), fails("registry/bad-answer", "500"));
  assert.equal(registry.contents.manifests.size, 0);
});

test("429 on the PUT of a manifest: waited for", async () => {
  let tries = 0;
  await using registry = await fakeRegistry((request, response) => {
    if (request.method !== "PUT" || !request.url?.includes("/manifests/") || ++tries > 2) return false;
    response.writeHead(429, { "retry-after": "0" }).end();
    return true;
  });
  await push(image, `${registry.host}/a/b:1`);
  assert.equal(tries, 3);
});

test("413 to a whole layer: sent in chunks", async () => {
  const big = layerOf(noise(11 * 1024 * 1024));
  const limit = 10 * 1024 * 1024;
  await using registry = await fakeRegistry(async (request, response) => {
    if (request.method !== "PATCH" || Number(request.headers["content-length"]) <= limit) return false;
    await bodyOf(request);
    response.writeHead(413).end();
    return true;
  });
  await push(imageOf([big]), `${registry.host}/a/b:1`);
  assert.equal(registry.contents.blobs.get(`a/b/${big.digest}`)?.length, big.size);
});

test("upload Location on another host: followed without Authorization", async () => {
  const parts: Buffer[] = [];
  await using storage = await serve(async (request, response) => {
    parts.push(await bodyOf(request));
    response.writeHead(request.method === "PUT" ? 201 : 202).end();
  });
  await using registry = await fakeRegistry((request, response) => {
    if (request.headers.authorization === undefined) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end();
      return true;
    }
    if (request.method !== "POST") return false;
    response.writeHead(202, { location: `${storage.origin}/up?signed=a%20b+c` }).end();
    return true;
  });
  await push(image, `${registry.host}/a/b:1`, { ctx: cleanCtx(login(registry.host)) });
  assert.ok(storage.seen.length >= 2);
  assert.ok(storage.seen.every(({ headers }) => headers.authorization === undefined));
  assert.ok(
    storage.seen.every(({ url }) => url.startsWith("/up?signed=a%20b+c")),
    "a signed query stays as it is",
  );
});

test("upload Location at a link-local address: refused", async () => {
  await using registry = await fakeRegistry((request, response) => {
    if (request.method !== "POST") return false;
    response.writeHead(202, { location: "http://169.254.169.254/x" }).end();
    return true;
  });
  await assert.rejects(push(image, `${registry.host}/a/b:1`), fails("registry/bad-answer", "link-local"));
});

test("cross-repository mount: not a byte of the layer is sent", async () => {
  const base = layerOf(noise(50_000, 9));
  await using registry = await fakeRegistry();
  await hold(registry.contents, "bases/python", "3", imageOf([base]));
  const name = `${registry.host}/a/b:1`;
  await push(imageOf([base]), name, { mountFrom: [`${registry.host}/bases/python:3`, "python:3"] });
  assert.equal(base.opened(), 1, "opened by the test's own hold() alone");
  assert.ok(registry.contents.blobs.has(`a/b/${base.digest}`));
});

test("cross-repository mount refused, with 202 or with 405: uploaded as usual", async () => {
  for (const status of [202, 405]) {
    await using registry = await fakeRegistry((request, response) => {
      if (status === 202 || !request.url?.includes("mount=")) return false;
      response.writeHead(status).end();
      return true;
    });
    await push(image, `${registry.host}/a/b:1`, { mountFrom: [`${registry.host}/bases/python:3`] });
    assert.ok(registry.contents.blobs.has(`a/b/${layer.digest}`));
  }
});

test("what is there already is not sent again", async () => {
  await using registry = await fakeRegistry();
  await push(image, `${registry.host}/a/b:1`);
  const before = registry.seen.length;
  await push(image, `${registry.host}/a/b:1`);
  assert.ok(registry.seen.slice(before).every(({ method }) => method === "HEAD"));
});

test("a manifest that the registry stores as another: refused", async () => {
  await using registry = await fakeRegistry((request, response) => {
    if (request.method !== "PUT" || !request.url?.includes("/manifests/")) return false;
    response.writeHead(201, { "docker-content-digest": layer.digest }).end();
    return true;
  });
  await assert.rejects(push(image, `${registry.host}/a/b:1`), fails("registry/bad-answer", layer.digest));
});

test("403 on push: the host, the user and the file are named, the password is not", async () => {
  await using registry = await fakeRegistry((request, response) => {
    if (request.headers.authorization === undefined)
      response.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end();
    else json(response, 403, { errors: [{ code: "DENIED", message: "not yours" }] });
    return true;
  });
  const words = [
    registry.host,
    "push a/b",
    "user alice from DOCKER_AUTH_CONFIG",
    "not yours",
    "docker login",
    "!s3cret",
  ];
  const ctx = cleanCtx(login(registry.host));
  await assert.rejects(push(image, `${registry.host}/a/b:1`, { ctx }), fails("registry/unauthorized", ...words));
});

test("one layer that fails ends the others, and nothing is tagged", async () => {
  const layers = Array.from({ length: 5 }, (_, i) => layerOf(noise(80_000, i + 20)));
  let uploads = 0;
  await using registry = await fakeRegistry((request, response) => {
    if (request.method !== "POST" || ++uploads !== 2) return false;
    response.writeHead(403).end();
    return true;
  });
  await assert.rejects(push(imageOf(layers), `${registry.host}/a/b:1`), fails("registry/unauthorized"));
  const after = registry.seen.length;
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(registry.seen.length, after, "nothing is on its way any more");
  assert.equal(registry.contents.manifests.size, 0);
});

test("Ctrl-C in the middle of an upload ends it", async () => {
  const ctx = cleanCtx();
  await using registry = await fakeRegistry((request) => {
    if (request.method !== "PATCH") return false;
    ctx.controller.abort(new Error("cancelled"));
    return true;
  });
  await assert.rejects(push(image, `${registry.host}/a/b:1`, { ctx }), /cancelled/);
});
