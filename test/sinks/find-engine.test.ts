import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import { DjibError } from "../../src/errors.ts";
import { parseHost, showEndpoint } from "../../src/sinks/engine/endpoint.ts";
import { findEngine } from "../../src/sinks/engine/find-engine.ts";
import { usualEndpoints } from "../../src/sinks/engine/usual-endpoints.ts";
import { dockerVersion, fakeEngine, says } from "../fakes/fake-engine.ts";
import { testCtx } from "../support/ctx.ts";

describe("findEngine", () => {
  let home = "";
  before(() => void (home = mkdtempSync(path.join(tmpdir(), "djib-find-"))));
  after(() => rmSync(home, { recursive: true }));
  const required = { required: true };
  const config = (content: unknown, contexts: Record<string, unknown> = {}) => {
    const folder = mkdtempSync(path.join(home, "docker-"));
    writeFileSync(path.join(folder, "config.json"), typeof content === "string" ? content : JSON.stringify(content));
    for (const [name, meta] of Object.entries(contexts)) {
      const at = path.join(folder, "contexts/meta", createHash("sha256").update(name).digest("hex"));
      mkdirSync(at, { recursive: true });
      writeFileSync(path.join(at, "meta.json"), JSON.stringify(meta));
    }
    return folder;
  };
  const docker = (Host: string, more = {}) => ({ Name: "x", Endpoints: { docker: { Host, ...more } } });

  it("finds the engine of DOCKER_HOST, with its name, version and platform", async () => {
    await using fake = await fakeEngine({ "GET /version": dockerVersion });
    const engine = await findEngine(testCtx({ DOCKER_HOST: fake.host }), required);
    assert.deepEqual([engine?.name, engine?.version, engine?.address], ["docker", "27.0.1", fake.host]);
    assert.deepEqual(engine?.platform, { os: "linux", architecture: "arm64" });
    assert.deepEqual(fake.asked, ["GET /version"]);
  });

  it("knows podman from docker", async () => {
    const version = { Version: "5.2", Os: "linux", Arch: "amd64", Components: [{ Name: "Podman Engine" }] };
    await using fake = await fakeEngine({ "GET /version": says(version) });
    assert.equal((await findEngine(testCtx({ DOCKER_HOST: fake.host })))?.name, "podman");
  });

  it("takes DOCKER_HOST before DOCKER_CONTEXT before the current context", async () => {
    await using a = await fakeEngine({ "GET /version": dockerVersion });
    await using b = await fakeEngine({ "GET /version": dockerVersion });
    await using c = await fakeEngine({ "GET /version": dockerVersion });
    const DOCKER_CONFIG = config({ currentContext: "mine" }, { mine: docker(c.host), other: docker(b.host) });
    const found = async (env: Record<string, string>) =>
      (await findEngine(testCtx({ DOCKER_CONFIG, ...env })))?.address;
    assert.equal(await found({ DOCKER_HOST: a.host, DOCKER_CONTEXT: "other" }), a.host);
    assert.equal(await found({ DOCKER_CONTEXT: "other" }), b.host);
    assert.equal(await found({}), c.host);
  });

  it("looks for config.json in the home directory", async () => {
    await using fake = await fakeEngine({ "GET /version": dockerVersion });
    const folder = mkdtempSync(path.join(home, "user-"));
    execFileSync("mv", [config({ currentContext: "mine" }, { mine: docker(fake.host) }), path.join(folder, ".docker")]);
    assert.equal((await findEngine(testCtx({}, { home: folder })))?.address, fake.host);
  });

  it("speaks TLS with the certificates of the environment, and refuses a stranger's", async () => {
    const folder = mkdtempSync(path.join(home, "tls-"));
    certificates(folder);
    const read = (name: string) => readFileSync(path.join(folder, name));
    const server = {
      key: read("key.pem"),
      cert: read("cert.pem"),
      ca: read("ca.pem"),
      requestCert: true,
      rejectUnauthorized: true,
    };
    await using fake = await fakeEngine({ "GET /version": dockerVersion }, server);
    const env = { DOCKER_HOST: fake.host, DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: folder };
    assert.equal((await findEngine(testCtx(env), required))?.address, fake.host);
    const stranger = mkdtempSync(path.join(home, "tls-"));
    certificates(stranger);
    await assert.rejects(findEngine(testCtx({ ...env, DOCKER_CERT_PATH: stranger }), required), {
      code: "engine/unreachable",
    });
  });

  for (const [name, env, code] of [
    ["ssh", { DOCKER_HOST: "ssh://me@host" }, "engine/ssh"],
    ["an unknown scheme", { DOCKER_HOST: "fd://" }, "engine/bad-config"],
    ["a context that does not exist", { DOCKER_CONTEXT: "gone" }, "engine/bad-config"],
    ["a socket that is not there", { DOCKER_HOST: "unix:///no/such/docker.sock" }, "engine/unreachable"],
    ["a port where nobody listens", { DOCKER_HOST: "tcp://127.0.0.1:1" }, "engine/unreachable"],
  ] as const)
    it(`says what is wrong with ${name}: an error with --load, otherwise a warning`, async () => {
      const DOCKER_CONFIG = config({});
      await assert.rejects(findEngine(testCtx({ DOCKER_CONFIG, ...env }), required), (error: DjibError) => {
        assert.equal(error.code, code);
        assert.ok(error.details.help);
        return true;
      });
      const ctx = testCtx({ DOCKER_CONFIG, ...env });
      assert.equal(await findEngine(ctx), undefined);
      assert.deepEqual(
        ctx.events.map((event) => event.type === "warning" && event.code),
        [code],
      );
    });

  it("shows no password of DOCKER_HOST", () =>
    assert.rejects(findEngine(testCtx({ DOCKER_HOST: "foo://me:secret@host" }), required), (error: DjibError) => {
      assert.doesNotMatch(JSON.stringify([error.message, error.details]), /secret/);
      return true;
    }));

  for (const [name, content] of [
    ["no JSON", "{"],
    ["a context that is no name", { currentContext: { evil: true } }],
  ] as const)
    it(`survives a config.json with ${name}`, () =>
      assert.rejects(findEngine(testCtx({ DOCKER_CONFIG: config(content) }), required), { code: "engine/bad-config" }));

  it("gives up after two seconds on what listens and does not answer", async () => {
    const socket = path.join(home, "silent.sock");
    const server = createServer(() => {}).listen(socket);
    try {
      const begun = performance.now();
      await assert.rejects(findEngine(testCtx({ DOCKER_HOST: `unix://${socket}` }), required), /no answer within 2 s/);
      assert.ok(performance.now() - begun < 4000);
    } finally {
      server.close();
    }
  });

  for (const [name, answer] of [
    ["HTML", says("<html>It works!</html>")],
    ["an error", says({ message: "boom\u001b[31m" }, 500)],
    ["no platform", says({ Version: "1" })],
    ["a platform that is none", says({ Version: "1", Os: "linux/../..", Arch: "x" })],
    [
      "no end",
      (_: unknown, response: { write(text: string): boolean }) => {
        const more = () => {
          while (response.write("x".repeat(100_000)));
          setTimeout(more, 1).unref();
        };
        more();
      },
    ],
  ] as const)
    it(`does not take for an engine what answers with ${name}`, async () => {
      await using fake = await fakeEngine({ "GET /version": answer });
      await assert.rejects(findEngine(testCtx({ DOCKER_HOST: fake.host }), required), (error: DjibError) => {
        assert.equal(error.code, "engine/unreachable");
        assert.doesNotMatch(error.message, /\u001b/);
        return true;
      });
    });

  it("stops when it is cancelled", async () => {
    await using fake = await fakeEngine({ "GET /version": () => ctx.controller.abort(new Error("Ctrl-C")) });
    const ctx = testCtx({ DOCKER_HOST: fake.host });
    await assert.rejects(findEngine(ctx), /Ctrl-C/);
  });

  it("looks in podman's places of this user, and finds nothing where there is nothing", async () => {
    await using fake = await fakeEngine({ "GET /version": dockerVersion });
    const runtime = path.join(home, "run");
    mkdirSync(path.join(runtime, "podman"), { recursive: true });
    execFileSync("ln", ["-s", fake.socket, path.join(runtime, "podman/podman.sock")]);
    const usual = usualEndpoints(testCtx({ XDG_RUNTIME_DIR: runtime }).host).map(showEndpoint);
    assert.deepEqual(usual.slice(0, 3), [
      "unix:///var/run/docker.sock",
      `unix://${runtime}/podman/podman.sock`,
      "unix:///run/podman/podman.sock",
    ]);
    const windows = usualEndpoints(testCtx({}, { platform: "win32" }).host).map(showEndpoint);
    assert.deepEqual(windows, ["npipe:////./pipe/docker_engine", "npipe:////./pipe/podman-machine-default"]);
  });

  it("reads addresses as docker does, and shows them so that they can be read again", () => {
    assert.deepEqual(parseHost("tcp://host", "x"), { kind: "tcp", host: "host", port: 2375 });
    assert.deepEqual(parseHost("tcp://host", "x", { verify: true }), {
      kind: "tcp",
      host: "host",
      port: 2376,
      tls: { verify: true },
    });
    assert.deepEqual(parseHost("tcp://[::1]:80", "x"), { kind: "tcp", host: "::1", port: 80 });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((rest) => `unix://${rest}`),
          fc.string().map((rest) => `tcp://${rest}`),
        ),
        (text) => {
          try {
            const endpoint = parseHost(text, "x");
            assert.deepEqual(parseHost(showEndpoint(endpoint), "x"), endpoint);
          } catch (error) {
            assert.ok(error instanceof DjibError, String(error));
          }
        },
      ),
    );
  });
});

/** A certificate for 127.0.0.1 that is its own authority, for both sides. */
function certificates(folder: string): void {
  const at = (name: string) => path.join(folder, name);
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"];
  execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      ...subject,
      "-keyout",
      at("key.pem"),
      "-out",
      at("cert.pem"),
    ],
    { stdio: "ignore" },
  );
  execFileSync("cp", [at("cert.pem"), at("ca.pem")]);
}
