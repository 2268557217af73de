import assert from "node:assert/strict";
import { test } from "node:test";
import { manifestOf } from "../../src/oci/image/derive.ts";
import { fakeRegistry, hold } from "../fakes/fake-registry.ts";
import { serve } from "../fakes/hostile.ts";
import { imageOf, layerOf, noise } from "../support/images.ts";
import { cleanCtx, contentOf, fails, login, pull } from "../support/registry.ts";

const layer = layerOf(noise(200_000));
const image = imageOf([layer]);
const isLayer = (url: string | undefined) => url?.endsWith(`/blobs/${layer.digest}`) === true;
const bytesOf = await contentOf(layer);

test("redirect to another host: Authorization is stripped, and the layer comes from there", async () => {
  await using storage = await serve((_, response) => void response.end(bytesOf));
  await using registry = await fakeRegistry((request, response) => {
    if (request.headers.authorization === undefined) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end();
      return true;
    }
    if (!isLayer(request.url)) return false;
    response.writeHead(307, { location: `${storage.origin}/signed?key=1` }).end();
    return true;
  });
  await hold(registry.contents, "a/b", "1", image);
  const { contents } = await pull(`${registry.host}/a/b:1`, { ctx: cleanCtx(login(registry.host)) });
  assert.deepEqual(contents[0], bytesOf);
  assert.equal(storage.seen.length, 1);
  assert.equal(storage.seen[0]!.headers.authorization, undefined);
});

test("a redirect's host that answers 401: credentials are never sent", async () => {
  await using storage = await serve(
    (_, response) => void response.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end(),
  );
  await using registry = await fakeRegistry((request, response) => {
    if (!isLayer(request.url)) return false;
    response.writeHead(307, { location: `${storage.origin}/x` }).end();
    return true;
  });
  await hold(registry.contents, "a/b", "1", image);
  const ctx = cleanCtx(login(storage.host, registry.host));
  await assert.rejects(pull(`${registry.host}/a/b:1`, { ctx }), fails("registry/bad-answer", storage.host, "!s3cret"));
  assert.ok(storage.seen.every(({ headers }) => headers.authorization === undefined));
});

test("foreign layers: refused, and the host they name is never visited (CVE-2020-15157)", async () => {
  await using elsewhere = await serve(
    (_, response) => void response.writeHead(401, { "www-authenticate": "Basic" }).end(),
  );
  const manifest = JSON.parse(Buffer.from(manifestOf(image).bytes).toString()) as { layers: object[] };
  manifest.layers = [
    {
      ...manifest.layers[0],
      mediaType: "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
      urls: [`${elsewhere.origin}/layer`],
    },
  ];
  await using registry = await fakeRegistry();
  const type = "application/vnd.oci.image.manifest.v1+json";
  registry.contents.manifests.set("a/b/1", { bytes: Buffer.from(JSON.stringify(manifest)), type });
  await assert.rejects(pull(`${registry.host}/a/b:1`), fails("image/unsupported"));
  assert.equal(elsewhere.seen.length, 0);
});

for (const address of [
  "169.254.169.254",
  "[fe80::1]",
  "[::ffff:169.254.169.254]",
  "0xa9fea9fe",
  "metadata.google.internal",
  "[fd00:ec2::254]",
])
  test(`redirect to the link-local address ${address}: refused`, async () => {
    await using registry = await fakeRegistry((request, response) => {
      if (!isLayer(request.url)) return false;
      response.writeHead(302, { location: `http://${address}/latest/meta-data/` }).end();
      return true;
    });
    await hold(registry.contents, "a/b", "1", image);
    await assert.rejects(pull(`${registry.host}/a/b:1`), fails("registry/bad-answer", "link-local"));
  });

test("redirects to file:, without a Location, and without end: refused", async () => {
  for (const location of ["file:///etc/passwd", "http://", undefined, "/again"]) {
    await using registry = await fakeRegistry((_, response) => {
      response.writeHead(302, location === undefined ? {} : { location }).end();
      return true;
    });
    await assert.rejects(pull(`${registry.host}/a/b:1`), fails("registry/bad-answer"));
  }
});
