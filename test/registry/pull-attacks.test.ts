import assert from "node:assert/strict";
import { test } from "node:test";
import { digestOf } from "../../src/oci/digest.ts";
import { manifestOf } from "../../src/oci/image/derive.ts";
import { limits } from "../../src/limits.ts";
import { fakeRegistry, hold } from "../fakes/fake-registry.ts";
import { json, serve } from "../fakes/hostile.ts";
import { imageOf, layerOf, noise } from "../support/images.ts";
import { contentOf, fails, pull } from "../support/registry.ts";

const layer = layerOf(noise(200_000));
const image = imageOf([layer]);
const isLayer = (url: string | undefined) => url?.endsWith(`/blobs/${layer.digest}`) === true;
const bytesOf = await contentOf(layer);

test("truncated body: resumed, and refused where it never comes whole", async () => {
  await using registry = await fakeRegistry((request, response) => {
    if (!isLayer(request.url)) return false;
    const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    response.writeHead(206, { "content-range": `bytes ${start}-${layer.size - 1}/${layer.size}` });
    response.end(bytesOf.subarray(start, start + 1000 > 2000 ? start : start + 1000));
    return true;
  });
  await hold(registry.contents, "a/b", "1", image);
  await assert.rejects(pull(`${registry.host}/a/b:1`), fails("registry/bad-answer", String(layer.size)));
});

test("oversized body: ends at size + 1", async () => {
  let sent = 0;
  await using registry = await fakeRegistry((request, response) => {
    if (!isLayer(request.url)) return false;
    const more = () => {
      while (!response.destroyed) {
        sent += 65_536;
        if (!response.write(Buffer.alloc(65_536))) return void response.once("drain", more);
      }
    };
    response.writeHead(200);
    more();
    return true;
  });
  await hold(registry.contents, "a/b", "1", image);
  await assert.rejects(pull(`${registry.host}/a/b:1`), fails("registry/bad-answer", "more than"));
  assert.ok(sent < 50 * 1024 * 1024);
});

test("reset in the middle: resumed by Range, and the whole is verified", async () => {
  const ranges: (string | undefined)[] = [];
  await using registry = await fakeRegistry((request, response) => {
    if (!isLayer(request.url)) return false;
    ranges.push(request.headers.range);
    const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const headers = { "content-length": layer.size - start };
    response.writeHead(
      start === 0 ? 200 : 206,
      start === 0 ? headers : { ...headers, "content-range": `bytes ${start}-${layer.size - 1}/${layer.size}` },
    );
    if (ranges.length > 2) response.end(bytesOf.subarray(start));
    else response.write(bytesOf.subarray(start, start + 70_000), () => response.destroy());
    return true;
  });
  await hold(registry.contents, "a/b", "1", image);
  const { contents } = await pull(`${registry.host}/a/b:1`);
  assert.deepEqual(contents[0], bytesOf);
  assert.equal(ranges[0], undefined);
  assert.equal(ranges.length, 3);
  assert.match(ranges[2]!, /^bytes=[1-9]\d*-$/);
});

test("a server without Range: what came before the reset is read past", async () => {
  let tries = 0;
  await using registry = await fakeRegistry((request, response) => {
    if (!isLayer(request.url)) return false;
    response.writeHead(200, { "content-length": layer.size });
    if (++tries > 1) response.end(bytesOf);
    else response.write(bytesOf.subarray(0, 70_000), () => response.destroy());
    return true;
  });
  await hold(registry.contents, "a/b", "1", image);
  assert.deepEqual((await pull(`${registry.host}/a/b:1`)).contents[0], bytesOf);
  assert.equal(tries, 2);
});

test("flipped byte in a layer: refused, nothing of it kept", async () => {
  await using registry = await fakeRegistry((request, response) => {
    if (!isLayer(request.url)) return false;
    const bad = Buffer.from(bytesOf);
    bad[1000]! ^= 1;
    response.end(bad);
    return true;
  });
  await hold(registry.contents, "a/b", "1", image);
  await assert.rejects(pull(`${registry.host}/a/b:1`), fails("oci/corrupt-blob"));
});

test("another manifest than the digest asked for: refused", async () => {
  await using registry = await fakeRegistry((request, response) => {
    if (!request.url?.includes("/manifests/")) return false;
    response.setHeader("content-type", "application/vnd.oci.image.manifest.v1+json");
    response.end(manifestOf(imageOf([])).bytes);
    return true;
  });
  await assert.rejects(
    pull(`${registry.host}/a/b@${digestOf("other")}`),
    fails("registry/bad-answer", digestOf("other")),
  );
});

test("malformed digest in a manifest: refused before any address is built of it", async () => {
  const bytes = Buffer.from(
    JSON.stringify(JSON.parse(Buffer.from(manifestOf(image).bytes).toString())).replace(
      layer.digest,
      "sha256:../../../x",
    ),
  );
  await using registry = await fakeRegistry();
  registry.contents.manifests.set("a/b/1", { bytes, type: "application/vnd.oci.image.manifest.v1+json" });
  await assert.rejects(pull(`${registry.host}/a/b:1`), fails("oci/bad-digest"));
  assert.ok(registry.seen.every(({ url }) => !url.includes("..") && !url.includes("/blobs/")));
});

test("huge manifest: capped", async () => {
  await using registry = await fakeRegistry((request, response) => {
    if (!request.url?.includes("/manifests/")) return false;
    response.writeHead(200, { "content-type": "application/vnd.oci.image.manifest.v1+json" });
    for (let sent = 0; sent <= limits.manifest; sent += 65_536) response.write(Buffer.alloc(65_536, " "));
    response.end();
    return true;
  });
  await assert.rejects(pull(`${registry.host}/a/b:1`), fails("registry/bad-answer", String(limits.manifest)));
});

test("huge error body: capped, and control characters never reach the terminal", async () => {
  await using huge = await fakeRegistry((_, response) => {
    response.writeHead(403);
    for (let i = 0; i < 200; i++) response.write(Buffer.alloc(65_536, "x"));
    response.end();
    return true;
  });
  await assert.rejects(pull(`${huge.host}/a/b:1`), fails("registry/unauthorized"));
  await using rude = await fakeRegistry((_, response) => {
    json(response, 403, { errors: [{ code: "DENIED", message: "\u001b[2Jgone\u202e" }] });
    return true;
  });
  await assert.rejects(
    pull(`${rude.host}/a/b:1`),
    fails("registry/unauthorized", "DENIED", "gone", "!\u001b", "!\u202e"),
  );
});

test("429 with Retry-After: waited for; 503: tried again", async () => {
  let tries = 0;
  await using registry = await fakeRegistry((_, response) => {
    if (++tries > 2) return false;
    response.writeHead(tries === 1 ? 429 : 503, { "retry-after": "0" }).end();
    return true;
  });
  await hold(registry.contents, "a/b", "1", image);
  await pull(`${registry.host}/a/b:1`);
});

test("429 with a Retry-After of hours: told at once", async () => {
  await using registry = await fakeRegistry((_, response) => {
    json(response, 429, { errors: [{ code: "TOOMANYREQUESTS" }] }, { "retry-after": "21600" });
    return true;
  });
  await assert.rejects(pull(`${registry.host}/a/b:1`), fails("registry/rate-limited", "21600", "docker login"));
});

test("an unknown tag: the nearest one is named", async () => {
  await using registry = await fakeRegistry((request, response) => {
    if (!request.url?.includes("/tags/list")) return false;
    const last = request.url.includes("last=");
    json(
      response,
      200,
      { name: "a/b", tags: last ? ["3.13-slim"] : ["3.12"] },
      last ? {} : { link: '</v2/a/b/tags/list?n=1000&last=x>; rel="next"' },
    );
    return true;
  });
  await assert.rejects(
    pull(`${registry.host}/a/b:3.13-slmi`),
    fails("registry/not-found", "tag 3.13-slmi", "did you mean 3.13-slim?"),
  );
});

test("a registry that is not there: its name, the reason and what to do", async () => {
  await using gone = await serve(() => undefined);
  const { host } = gone;
  await gone[Symbol.asyncDispose]();
  await assert.rejects(pull(`${host}/a/b:1`), fails("registry/unreachable", host, "refused"));
});
