import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fakeRegistry, hold } from "../fakes/fake-registry.ts";
import { imageOf, layerOf, noise } from "../support/images.ts";
import { cleanCtx, fails, impatient, pull, push } from "../support/registry.ts";

const image = imageOf([layerOf(noise(100_000))]);
const folder = mkdtempSync(join(tmpdir(), "djib-tls-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** An authority and a certificate of it for 127.0.0.1 and registry.test, made by openssl. */
function makeCertificates() {
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) =>
    execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...key,
    "-keyout",
    "ca.key",
    "-out",
    "ca.crt",
    "-days",
    "2",
    "-subj",
    "/CN=djib test authority",
  );
  openssl(
    "req",
    "-x509",
    ...key,
    "-keyout",
    "s.key",
    "-out",
    "s.crt",
    "-days",
    "2",
    "-subj",
    "/CN=registry.test",
    "-CA",
    "ca.crt",
    "-CAkey",
    "ca.key",
    "-addext",
    "subjectAltName=IP:127.0.0.1,DNS:registry.test",
    "-addext",
    "basicConstraints=CA:FALSE",
  );
  openssl(
    "req",
    "-x509",
    ...key,
    "-keyout",
    "c.key",
    "-out",
    "c.crt",
    "-days",
    "2",
    "-subj",
    "/CN=client",
    "-CA",
    "ca.crt",
    "-CAkey",
    "ca.key",
  );
  const text = (name: string) => readFileSync(at(name), "utf8");
  return { authority: at("ca.crt"), tls: { cert: text("s.crt"), key: text("s.key"), ca: text("ca.crt") }, at };
}
const { authority, tls, at } = makeCertificates();

/** A proxy that tunnels CONNECT and forwards absolute addresses, all to one port of loopback; it notes what it is asked for. */
async function startProxy(port: () => number) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const { pathname, search } = new URL(request.url ?? "");
    const onward = httpRequest(
      { port: port(), host: "127.0.0.1", path: pathname + search, method: request.method, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    request.pipe(onward);
  });
  server.on("connect", (request, socket, head) => {
    asked.push(`CONNECT ${request.url} ${request.headers["proxy-authorization"] ?? ""}`);
    const onward = connect(port(), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    for (const side of [onward, socket]) side.on("error", () => [onward, socket].map((one) => one.destroy()));
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const portOf = (host: string) => Number(host.split(":").at(-1));

test("a registry with a certificate of one's own authority: told what to do, and trusted by each way of saying so", async () => {
  await using registry = await fakeRegistry(undefined, tls);
  await hold(registry.contents, "a/b", "1", image);
  const name = `${registry.host}/a/b:1`;
  await assert.rejects(
    pull(name),
    fails("registry/unreachable", registry.host, "not trusted", `certs.d/${registry.host}/ca.crt`, "SSL_CERT_FILE"),
  );

  await pull(name, { ctx: cleanCtx({ SSL_CERT_FILE: authority }) });
  await pull(name, { ctx: cleanCtx({ NODE_EXTRA_CA_CERTS: authority }) });
  mkdirSync(at("dir"));
  symlinkSync(authority, at("dir/own.pem"));
  await pull(name, { ctx: cleanCtx({ SSL_CERT_DIR: `/nonexistent:${at("dir")}` }) });
  mkdirSync(at(`home/.docker/certs.d/${registry.host}`), { recursive: true });
  symlinkSync(authority, at(`home/.docker/certs.d/${registry.host}/ca.crt`));
  await pull(name, { ctx: cleanCtx({}, at("home")) });
  await pull(name, { config: { ...impatient, insecure: [registry.host] } });
});

test("a registry that wants a client certificate gets docker's certs.d/HOST/client.{cert,key}", async () => {
  await using registry = await fakeRegistry(undefined, { ...tls, requestCert: true, rejectUnauthorized: true });
  await hold(registry.contents, "a/b", "1", image);
  const home = at("client-home");
  const directory = join(home, ".docker/certs.d", registry.host);
  mkdirSync(directory, { recursive: true });
  symlinkSync(authority, join(directory, "ca.crt"));
  await assert.rejects(pull(`${registry.host}/a/b:1`, { ctx: cleanCtx({}, home) }), fails("registry/unreachable"));
  symlinkSync(at("c.crt"), join(directory, "client.cert"));
  symlinkSync(at("c.key"), join(directory, "client.key"));
  await pull(`${registry.host}/a/b:1`, { ctx: cleanCtx({}, home) });
});

test("a certificate of another name is refused", async () => {
  await using registry = await fakeRegistry(undefined, tls);
  const ctx = cleanCtx({ SSL_CERT_FILE: authority });
  await assert.rejects(
    pull(`localhost:${portOf(registry.host)}/a/b:1`, { ctx }),
    fails("registry/unreachable", "not trusted"),
  );
});

test("HTTPS_PROXY: a tunnel by CONNECT, with the proxy's password, pull and push", async () => {
  await using registry = await fakeRegistry(undefined, tls);
  await using proxy = await startProxy(() => portOf(registry.host));
  const env = { HTTPS_PROXY: `http://user:pa%40ss@${proxy.host}`, SSL_CERT_FILE: authority };
  await push(image, "registry.test/a/b:1", { ctx: cleanCtx(env) });
  const { contents } = await pull("registry.test/a/b:1", { ctx: cleanCtx(env) });
  assert.equal(contents.length, 1);
  assert.ok(proxy.asked.length > 0);
  const authorization = `Basic ${Buffer.from("user:pa@ss").toString("base64")}`;
  assert.ok(
    proxy.asked.every((line) => line === `CONNECT registry.test:443 ${authorization}`),
    proxy.asked.join("\n"),
  );
});

test("HTTP_PROXY: absolute addresses for a registry that serves plain HTTP", async () => {
  await using registry = await fakeRegistry();
  await hold(registry.contents, "a/b", "1", image);
  await using proxy = await startProxy(() => portOf(registry.host));
  const config = { insecure: [], mirrors: { "docker.io": [{ url: "http://registry.test" }] } };
  await hold(registry.contents, "library/python", "3", image);
  await pull("python:3", { config, ctx: cleanCtx({ http_proxy: proxy.host }) });
  assert.ok(proxy.asked.includes("GET http://registry.test/v2/library/python/manifests/3"), proxy.asked.join("\n"));
});

test("a proxy that is gone is named, without its password", async () => {
  const env = { HTTPS_PROXY: "http://user:s3cret@127.0.0.1:9" };
  await assert.rejects(
    pull("registry.test/a/b:1", { ctx: cleanCtx(env) }),
    fails("registry/unreachable", "127.0.0.1:9", "HTTPS_PROXY", "!s3cret"),
  );
});

test("a proxy setting that is no address is told", async () => {
  const ctx = cleanCtx({ HTTPS_PROXY: "http://[" });
  await assert.rejects(pull("registry.test/a/b:1", { ctx }), fails("registry/bad-config", "HTTPS_PROXY"));
});
