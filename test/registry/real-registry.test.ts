import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { docker } from "../../src/oci/media-types.ts";
import { manifestOf } from "../../src/oci/image/derive.ts";
import { parseReference } from "../../src/oci/reference.ts";
import { registrySink } from "../../src/sinks/registry.ts";
import { type RegistryServer, serveRegistry } from "../support/docker-registry.ts";
import { amd64, imageOf, layerOf, noise } from "../support/images.ts";
import { cleanCtx, contentOf, fails, impatient, login, pull, push } from "../support/registry.ts";

const run = promisify(execFile);

let folder: string;
let registry: RegistryServer;
/** The same, but it asks for alice's password. */
let guarded: RegistryServer;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "djib-registry-test-"));
  registry = await serveRegistry(join(folder, "data"));
  // bcrypt of "s3cret", as htpasswd -B writes it.
  const htpasswd = "alice:$2b$04$LcHJom8KlhrN3ABo.fybtOJRTrQ304.DuQQUPYog7AVgEptvVXHl6\n";
  guarded = await serveRegistry(join(folder, "guarded"), { htpasswd });
});

after(async () => {
  await registry.stop();
  await guarded.stop();
  await rm(folder, { recursive: true, force: true });
});

test("what is pushed is pulled again with the same digests and bytes", async () => {
  const image = imageOf([layerOf(noise(3_000_000)), layerOf("small"), layerOf("")]);
  const { digest, place } = await push(image, `${registry.host}/team/shop:1.0`);
  assert.equal(place, `${registry.host}/team/shop:1.0`);
  assert.equal(digest, manifestOf(image).descriptor.digest);
  for (const name of ["team/shop:1.0", `team/shop@${digest}`]) {
    const found = await pull(`${registry.host}/${name}`);
    assert.equal(found.digest, digest);
    assert.deepEqual(found.contents, await Promise.all(image.layers.map(contentOf)));
  }
});

test("skopeo reads a pushed image and copies it whole", async () => {
  const image = imageOf([layerOf(noise(100_000, 7))]);
  const { digest } = await push(image, `${registry.host}/peer:1`);
  const { stdout } = await run("skopeo", ["inspect", "--tls-verify=false", `docker://${registry.host}/peer:1`]);
  const inspected = JSON.parse(stdout) as { Digest: string; Layers: string[] };
  assert.equal(inspected.Digest, digest);
  assert.deepEqual(
    inspected.Layers,
    image.layers.map((layer) => layer.digest),
  );
  const copy = `oci:${join(folder, "copy")}:1`;
  await run("skopeo", ["copy", "--src-tls-verify=false", `docker://${registry.host}/peer:1`, copy]);
});

test("an image of Docker's types that skopeo pushed keeps its digests through pull and push", async () => {
  await push(imageOf([layerOf(noise(10_000, 3))]), `${registry.host}/types:oci`);
  const [from, to] = ["oci", "docker"].map((tag) => `docker://${registry.host}/types:${tag}`);
  await run("skopeo", ["copy", "--src-tls-verify=false", "--dest-tls-verify=false", "--format", "v2s2", from!, to!]);
  const found = await pull(`${registry.host}/types:docker`);
  assert.equal(found.image.family, "docker");
  assert.equal(found.image.raw?.manifestMediaType, docker.manifest);
  const again = await push(found.image, `${registry.host}/types:again`);
  assert.equal(again.digest, found.digest);
});

test("an index: each image, then the index; a pull takes the platform's own", async () => {
  const arm = { os: "linux", architecture: "arm64" };
  const images = [amd64, arm].map((platform, i) => ({
    platform,
    image: imageOf([layerOf(noise(5000, i + 1))], platform),
  }));
  const sink = registrySink(parseReference(`${registry.host}/multi:1`), {
    config: impatient,
    compress: (layer) => Promise.resolve(layer),
  });
  const { digest } = await sink({ family: "oci", images }, cleanCtx());
  const { stdout } = await run("skopeo", [
    "inspect",
    "--raw",
    "--tls-verify=false",
    `docker://${registry.host}/multi:1`,
  ]);
  assert.equal((JSON.parse(stdout) as { manifests: object[] }).manifests.length, 2);
  const found = await pull(`${registry.host}/multi:1`);
  assert.equal(found.digest, digest);
  assert.equal(found.image.config.architecture, "amd64");
  assert.deepEqual(found.contents[0], await contentOf(images[0]!.image.layers[0]!));
});

test("cross-repository mount: a base's layer is not opened", async () => {
  const base = layerOf(noise(200_000, 11));
  await push(imageOf([base]), `${registry.host}/bases/python:3`);
  const opened = base.opened();
  await push(imageOf([base, layerOf("app")]), `${registry.host}/apps/shop:1`, {
    mountFrom: [`${registry.host}/bases/python:3`],
  });
  assert.equal(base.opened(), opened);
  assert.equal((await pull(`${registry.host}/apps/shop:1`)).contents.length, 2);
});

test("a password is asked for, and given", async () => {
  const image = imageOf([layerOf(noise(50_000, 13))]);
  const name = `${guarded.host}/private/shop:1`;
  await assert.rejects(
    push(image, name),
    fails("registry/unauthorized", guarded.host, "none found in", "docker login"),
  );
  await push(image, name, { ctx: cleanCtx(login(guarded.host)) });
  await assert.rejects(pull(name), fails("registry/unauthorized", "pull private/shop"));
  await pull(name, { ctx: cleanCtx(login(guarded.host)) });
  const wrong = {
    DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [guarded.host]: { username: "alice", password: "wr0ng" } } }),
  };
  await assert.rejects(
    pull(name, { ctx: cleanCtx(wrong) }),
    fails("registry/unauthorized", "user alice from DOCKER_AUTH_CONFIG", "!wr0ng"),
  );
});

test("an unknown tag and an unknown repository are told apart from everything else", async () => {
  await push(imageOf([]), `${registry.host}/tags:3.11-slim`);
  await assert.rejects(
    pull(`${registry.host}/tags:3.11-slm`),
    fails("registry/not-found", "tag 3.11-slm", "3.11-slim?"),
  );
  await assert.rejects(pull(`${registry.host}/no/such`), fails("registry/not-found", "no/such", "latest"));
});
