import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import type { System } from "../../src/host.ts";
import { findCredential } from "../../src/oci/registry/credentials/find.ts";
import { askHelper } from "../../src/oci/registry/credentials/helper.ts";
import { fakeRegistry, hold } from "../fakes/fake-registry.ts";
import { testCtx } from "../support/ctx.ts";
import { imageOf, layerOf } from "../support/images.ts";
import { fails, pull, push } from "../support/registry.ts";

const image = imageOf([layerOf("x")]);
let home: string;
let path: string;

before(async () => {
  home = await mkdtemp(join(tmpdir(), "djib-home-"));
  path = `${home}/bin:${process.env["PATH"]}`;
  await helper(
    "good",
    `read server; echo "{\\"ServerURL\\":\\"$server\\",\\"Username\\":\\"helped\\",\\"Secret\\":\\"for $server\\"}"`,
  );
  await helper("identity", `echo '{"Username":"<token>","Secret":"refresh"}'`);
  await helper("nothing", `echo 'credentials not found in native keychain'; exit 1`);
  await helper("failing", `echo 's3cret on the way out'; exit 3`);
  await helper("babbling", `echo 's3cret, not JSON'`);
  await helper("hanging", `sleep 3 & wait`);
  await helper("flooding", `while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done`);
});

after(() => rm(home, { recursive: true, force: true }));

const helper = (name: string, script: string) =>
  write(`bin/docker-credential-${name}`, `#!/bin/sh\n${script}\n`, 0o755);

async function write(name: string, content: string | object, mode = 0o600): Promise<string> {
  const file = join(home, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, typeof content === "string" ? content : JSON.stringify(content), { mode });
  return file;
}

const ctxOf = (env: Record<string, string> = {}, system: Partial<System> = {}) =>
  testCtx({ PATH: path, ...env }, { home, ...system });
const entry = (user: string, password = "p") => ({ auth: Buffer.from(`${user}:${password}`).toString("base64") });
const inline = (file: object) => ctxOf({ DOCKER_AUTH_CONFIG: JSON.stringify(file) });

async function userFor(file: object, domain: string, repository = "a/b"): Promise<string | undefined> {
  const { credential } = await findCredential(domain, repository, inline(file));
  return credential?.secret.kind === "password"
    ? `${credential.secret.username}:${credential.secret.password}`
    : credential?.secret.kind;
}

test("auths: with and without scheme, Docker Hub by its old address, passwords with colons, padding NULs", async () => {
  assert.equal(await userFor({ auths: { "https://r.example/v2/": entry("a") } }, "r.example"), "a:p");
  assert.equal(await userFor({ auths: { "https://index.docker.io/v1/": entry("hub") } }, "docker.io"), "hub:p");
  assert.equal(await userFor({ auths: { r: entry("a", "x:y:z") } }, "r"), "a:x:y:z");
  assert.equal(await userFor({ auths: { r: { auth: Buffer.from("a:p\0\0").toString("base64") } } }, "r"), "a:p");
  assert.equal(await userFor({ auths: { r: { username: "a", password: "p" } } }, "r"), "a:p");
  assert.equal(await userFor({ auths: { r: { identitytoken: "t" } } }, "r"), "identity");
  assert.equal(await userFor({ auths: { r: { registrytoken: "t" } } }, "r"), "bearer");
  assert.equal(await userFor({ auths: { r: {}, "r:5000": entry("port") } }, "r"), undefined);
});

test("auth.json: the longest match of a repository wins, by whole segments", async () => {
  const auths = {
    r: entry("host"),
    "r/team": entry("team"),
    "r/team/app": entry("app"),
    "docker.io/library": entry("lib"),
  };
  assert.equal(await userFor({ auths }, "r", "team/app"), "app:p");
  assert.equal(await userFor({ auths }, "r", "team/application"), "team:p");
  assert.equal(await userFor({ auths }, "r", "teams/app"), "host:p");
  assert.equal(await userFor({ auths }, "docker.io", "library/python"), "lib:p");
});

test("helpers: one registry's own, the general one, and the server name each is asked for", async () => {
  assert.equal(await userFor({ credHelpers: { r: "good" }, credsStore: "nothing" }, "r"), "helped:for r");
  assert.equal(await userFor({ credsStore: "good" }, "docker.io"), "helped:for https://index.docker.io/v1/");
  assert.equal(await userFor({ credsStore: "identity" }, "r"), "identity");
  assert.equal(await userFor({ credsStore: "nothing", auths: { r: entry("file") } }, "r"), "file:p");
});

for (const [name, said] of [
  ["missing", "not installed"],
  ["failing", "status 3"],
  ["babbling", "did not print JSON"],
  ["flooding", "printed too much"],
  ["../../evil", "is not the name of a credential helper"],
  ["-rf", "is not the name of a credential helper"],
] as const)
  test(`credential helper ${name}: told, and what it printed is not`, async () => {
    const { credential, failures } = await findCredential("r", "a/b", inline({ credsStore: name }));
    assert.equal(credential, undefined);
    assert.match(failures.join(), new RegExp(said));
    assert.doesNotMatch(failures.join(), /s3cret/);
  });

test("a hanging credential helper is ended after the time-out, its children's pipes notwithstanding", async () => {
  const started = performance.now();
  await assert.rejects(askHelper("hanging", "r", ctxOf(), 300), /did not answer within 0.3 s/);
  assert.ok(performance.now() - started < 5000);
});

test("credential helper missing: a push fails clearly, before anything is sent", async () => {
  await using registry = await fakeRegistry((request, response) => {
    if (request.headers.authorization !== undefined || request.method === "GET" || request.method === "HEAD")
      return false;
    response.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end();
    return true;
  });
  await hold(registry.contents, "a/b", "1", image);
  const ctx = inline({ credHelpers: { [registry.host]: "missing" } });
  const words = ["docker-credential-missing", "not on PATH", "docker login"];
  await assert.rejects(push(image, `${registry.host}/c/d:1`, { ctx }), fails("registry/credentials", ...words));
  assert.equal(registry.contents.manifests.has("c/d/1"), false);
});

test("a private token service and a broken helper: pulled anonymously, with one warning", async () => {
  await using registry = await fakeRegistry((request, response) => {
    if (request.url?.startsWith("/token")) {
      response.end('{"token":"anonymous"}');
      return true;
    }
    if (request.headers.authorization === "Bearer anonymous") return false;
    response.writeHead(401, { "www-authenticate": `Bearer realm="http://${request.headers.host}/token"` }).end();
    return true;
  });
  await hold(registry.contents, "a/b", "1", image);
  const ctx = inline({ credsStore: "failing" });
  await pull(`${registry.host}/a/b:1`, { ctx });
  const warnings = ctx.events.filter((event) => event.type === "warning");
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]!.message, /docker-credential-failing failed with status 3.*pulling without them/);
});

test("places in order: DOCKER_AUTH_CONFIG, docker's config.json, then containers/auth.json", async () => {
  const runtime = join(home, "run");
  const files: [string, object][] = [
    [".config/containers/auth.json", { auths: { r: entry("config") } }],
    ["run/containers/auth.json", { auths: { r: entry("runtime") } }],
    [".docker/config.json", { auths: { r: entry("docker") } }],
  ];
  const env = { XDG_RUNTIME_DIR: runtime };
  const from = async (more: Record<string, string> = {}) =>
    (await findCredential("r", "a/b", ctxOf({ ...env, ...more }, { platform: "linux" }))).credential?.from;
  assert.equal(await from(), undefined);
  for (const [file, content] of files) {
    await write(file, content);
    assert.equal(await from(), `~/${file}`);
  }
  const named = await write("named.json", { auths: { r: entry("named") } });
  assert.equal(await from({ REGISTRY_AUTH_FILE: named }), "~/named.json");
  assert.equal(
    await from({ DOCKER_CONFIG: join(home, "empty"), XDG_RUNTIME_DIR: "" }),
    "~/.config/containers/auth.json",
  );
  assert.equal(await from({ DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { r: entry("x") } }) }), "DOCKER_AUTH_CONFIG");
});

test("a broken config.json is told and does not hide what is elsewhere", async () => {
  const DOCKER_CONFIG = dirname(await write("broken/config.json", "{ 's3cret"));
  const REGISTRY_AUTH_FILE = await write("fine.json", { auths: { r: entry("fine") } });
  const { credential } = await findCredential("r", "a/b", ctxOf({ DOCKER_CONFIG, REGISTRY_AUTH_FILE }));
  assert.equal(credential?.from, "~/fine.json");
  const { failures } = await findCredential("other", "a/b", ctxOf({ DOCKER_CONFIG, REGISTRY_AUTH_FILE }));
  assert.deepEqual(failures, ["~/broken/config.json is not valid JSON"]);
});
