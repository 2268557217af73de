import assert from "node:assert/strict";
import type { IncomingMessage, ServerResponse } from "node:http";
import { test } from "node:test";
import { parseReference } from "../../src/oci/reference.ts";
import { parseMirrors } from "../../src/oci/registry/config.ts";
import { endpointsFor } from "../../src/oci/registry/endpoints.ts";
import { proxyFor } from "../../src/oci/registry/proxy.ts";
import { imageOf, layerOf, noise } from "../support/images.ts";
import { fakeRegistry, hold } from "../fakes/fake-registry.ts";
import { serve } from "../fakes/hostile.ts";
import { cleanCtx, fails, impatient, login, pull, push } from "../support/registry.ts";

const image = imageOf([layerOf(noise(1000))]);

test("endpoints: Docker Hub's real host, mirrors first, a mirror's path before the name, TLS but on loopback", () => {
  const mirrors = parseMirrors(
    "docker.io=http://127.0.0.1:5000, docker.io=https://harbor.example/hub/,ghcr.io=mirror.example",
  );
  const shown = (name: string) =>
    endpointsFor(parseReference(name), { ...impatient, mirrors, insecure: ["old.example"] }).map(
      ({ origin, repository, plainAllowed }) => `${origin} ${repository} ${plainAllowed}`,
    );
  assert.deepEqual(shown("python"), [
    "http://127.0.0.1:5000 library/python false",
    "https://harbor.example hub/library/python false",
    "https://registry-1.docker.io library/python false",
  ]);
  assert.deepEqual(shown("ghcr.io/a/b"), ["https://mirror.example a/b false", "https://ghcr.io a/b false"]);
  assert.deepEqual(shown("localhost:5000/a"), ["https://localhost:5000 a true"]);
  assert.deepEqual(shown("[::1]:5000/a"), ["https://[::1]:5000 a true"]);
  assert.deepEqual(shown("old.example:80/a"), ["https://old.example:80 a true"]);
  assert.deepEqual(shown("quay.io/a"), ["https://quay.io a false"]);
});

test("DJIB_REGISTRY_MIRROR: mistakes are told, passwords are not", () => {
  for (const text of [
    "docker.io",
    "=http://x",
    "docker.io=ftp://x/",
    "docker.io=http://u:s3cret@x",
    "docker.io=http://x?y",
    "__proto__=http://x",
    "docker=x",
  ])
    assert.throws(() => parseMirrors(text), fails("registry/bad-config", "DJIB_REGISTRY_MIRROR", "!s3cret"));
  assert.deepEqual(parseMirrors(""), {});
  assert.deepEqual(parseMirrors("index.docker.io=x.example"), { "docker.io": [{ url: "https://x.example" }] });
});

test("a mirror is asked first; what it lacks comes from the registry itself", async () => {
  await using registry = await fakeRegistry();
  await using mirror = await fakeRegistry();
  await hold(registry.contents, "a/b", "1", image);
  await hold(registry.contents, "a/b", "2", image);
  await hold(mirror.contents, "prefix/a/b", "1", image);
  mirror.contents.blobs.delete(`prefix/a/b/${image.layers[0]!.digest}`);
  const config = { ...impatient, mirrors: parseMirrors(`${registry.host}=${mirror.origin}/prefix`) };
  await pull(`${registry.host}/a/b:1`, { config });
  assert.ok(
    registry.seen.every(({ url }) => !url.includes("/manifests/")),
    "the manifest came from the mirror",
  );
  await pull(`${registry.host}/a/b:2`, { config });
  assert.ok(registry.seen.some(({ url }) => url.includes("/manifests/2")));
});

test("a mirror that is gone, broken or lies: the registry itself answers", async () => {
  await using gone = await serve(() => undefined);
  await gone[Symbol.asyncDispose]();
  await using broken = await fakeRegistry((_, response) => {
    response.writeHead(501).end();
    return true;
  });
  await using liar = await fakeRegistry();
  await using registry = await fakeRegistry();
  await hold(registry.contents, "a/b", "1", image);
  await hold(liar.contents, "a/b", "1", image);
  const layer = `a/b/${image.layers[0]!.digest}`;
  liar.contents.blobs.set(layer, Buffer.alloc(liar.contents.blobs.get(layer)!.length));
  for (const mirror of [gone, broken, liar]) {
    const config = { ...impatient, mirrors: parseMirrors(`${registry.host}=${mirror.origin}`) };
    await pull(`${registry.host}/a/b:1`, { config });
  }
});

test("nobody has it: the registry's answer, and what each mirror said", async () => {
  await using mirror = await fakeRegistry();
  await using registry = await fakeRegistry();
  const config = { ...impatient, mirrors: parseMirrors(`${registry.host}=${mirror.origin}`) };
  await assert.rejects(
    pull(`${registry.host}/a/b:1`, { config }),
    fails("registry/not-found", registry.host, `mirror ${mirror.host}`),
  );
});

test("credentials of the registry do not go to its mirrors, and pushes go to the registry", async () => {
  const asks = (request: IncomingMessage, response: ServerResponse) => {
    if (request.headers.authorization !== undefined) return false;
    response.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end();
    return true;
  };
  await using mirror = await fakeRegistry(asks);
  await using registry = await fakeRegistry(asks);
  const config = { ...impatient, mirrors: parseMirrors(`${registry.host}=${mirror.origin}`) };
  await push(image, `${registry.host}/a/b:1`, { config, ctx: cleanCtx(login(registry.host)) });
  assert.equal(mirror.seen.length, 0);
  await pull(`${registry.host}/a/b:1`, { config, ctx: cleanCtx(login(registry.host)) });
  assert.ok(mirror.seen.length > 0);
  assert.ok(mirror.seen.every(({ headers }) => headers.authorization === undefined));
});

test("proxy variables: both cases, ALL_PROXY, and Go's rules for NO_PROXY", () => {
  const through = (url: string, env: Record<string, string>) => proxyFor(new URL(url), env)?.host;
  assert.equal(through("https://r.example", { HTTPS_PROXY: "http://p:1" }), "p:1");
  assert.equal(through("https://r.example", { https_proxy: "p:1" }), "p:1");
  assert.equal(through("https://r.example", { HTTP_PROXY: "http://p:1" }), undefined);
  assert.equal(through("http://r.example", { HTTP_PROXY: "http://p:1" }), "p:1");
  assert.equal(through("https://r.example", { all_proxy: "socks5://p:1" }), "p:1");
  assert.equal(through("https://127.0.0.1:5000", { HTTPS_PROXY: "http://p:1" }), undefined);
  assert.equal(through("http://localhost", { HTTP_PROXY: "http://p:1" }), undefined);
  const skips = (url: string, NO_PROXY: string) => through(url, { HTTPS_PROXY: "http://p:1", NO_PROXY }) === undefined;
  for (const [url, no, expected] of [
    ["https://r.example", "r.example", true],
    ["https://a.r.example", "r.example", true],
    ["https://ar.example", "r.example", false],
    ["https://r.example", ".r.example", false],
    ["https://a.r.example", ".r.example", true],
    ["https://a.r.example", "*.r.example", true],
    ["https://r.example:8443", "r.example:8443", true],
    ["https://r.example", "r.example:8443", false],
    ["https://r.example", "r.example:443", true],
    ["https://R.EXAMPLE", "x, R.Example ,y", true],
    ["https://10.1.2.3", "10.0.0.0/8", true],
    ["https://11.1.2.3", "10.0.0.0/8", false],
    ["https://10.1.2.3", "10.1.2.3", true],
    ["https://[fd00::1]", "fd00::/8", true],
    ["https://[fd00::1]:5000", "[fd00::1]:5000", true],
    ["https://[fd00::1]", "fd00::1", true],
    ["https://anything.example", "*", true],
    ["https://r.example", "", false],
    ["https://r.example", "10.0.0.0/99,/8,:1", false],
  ] as const)
    assert.equal(skips(url, no), expected, `${url} with NO_PROXY=${no}`);
});
