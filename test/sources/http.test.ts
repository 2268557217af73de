import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { digestOf } from "../../src/oci/digest.ts";
import { fails } from "../support/registry.ts";
import { temporaryStore, type TemporaryStore } from "../support/store.ts";
import { serve } from "../support/web-server.ts";
import { asker, remoteCtx } from "./support.ts";

const modified = "Wed, 01 Jan 2020 00:00:00 GMT";

/** Layers and step records that a store holds. */
const kept = ({ root }: TemporaryStore): number =>
  ["layers/sha256", "steps/sha256"].reduce((count, name) => {
    try {
      return count + readdirSync(path.join(root, "v1", name)).length;
    } catch {
      return count;
    }
  }, 0);

describe("a file of a web server", () => {
  it("has the time that Last-Modified says, and 1970 where nothing does", async () => {
    await using server = await serve((request, response) =>
      response.writeHead(200, request.url === "/dated" ? { "last-modified": modified } : {}).end("x"),
    );
    await using store = await temporaryStore();
    assert.deepEqual(await asker(store).file(`${server.url}/dated`), {
      text: "x",
      modified: Date.parse(modified) / 1000,
      digest: digestOf("x"),
    });
    assert.equal((await asker(store).file(`${server.url}/other`)).modified, 0);
  });

  it("is not downloaded again while its ETag stays, and is when that changes", async () => {
    let content = "one";
    await using server = await serve((request, response) => {
      const etag = `W/"${content}"`;
      if (request.headers["if-none-match"]?.includes(`"${content}"`)) return response.writeHead(304, { etag }).end();
      return response.writeHead(200, { etag }).end(request.method === "HEAD" ? "" : content);
    });
    await using store = await temporaryStore();
    for (const expected of ["one", "one", "two", "two"]) {
      content = expected;
      assert.equal((await asker(store).file(`${server.url}/f`)).text, expected);
    }
    assert.deepEqual(server.requests, ["GET /f", "HEAD /f", "HEAD /f", "GET /f", "HEAD /f"]);
  });

  it("is downloaded each time where the server gives no ETag", async () => {
    let count = 0;
    await using server = await serve((_, response) =>
      response.writeHead(200, { "last-modified": modified }).end(String(++count)),
    );
    await using store = await temporaryStore();
    assert.equal((await asker(store).file(`${server.url}/f`)).text, "1");
    assert.equal((await asker(store).file(`${server.url}/f`)).text, "2");
  });

  it("is asked for by GET where the server does not answer HEAD", async () => {
    await using server = await serve((request, response) =>
      request.method === "HEAD" ? response.writeHead(501).end() : response.writeHead(200, { etag: '"e"' }).end("x"),
    );
    await using store = await temporaryStore();
    await asker(store).file(`${server.url}/f`);
    assert.equal((await asker(store).file(`${server.url}/f`)).text, "x");
  });

  it("is asked for once in a build, however many lines name it", async () => {
    await using server = await serve((_, response) => response.end("x"));
    await using store = await temporaryStore();
    const build = asker(store);
    await Promise.all([build.file(`${server.url}/f`), build.file(`${server.url}/f`)]);
    assert.deepEqual(server.requests, ["GET /f"]);
  });

  it("with a checksum never asks the network twice, whatever its address", async () => {
    await using server = await serve((_, response) => response.end("x"));
    await using store = await temporaryStore();
    await asker(store).file(`${server.url}/f`, digestOf("x"));
    assert.equal((await asker(store).file(`${server.url}/elsewhere`, digestOf("x"))).text, "x");
    assert.deepEqual(server.requests, ["GET /f"]);
  });

  it("with another checksum is refused and nothing of it stays", async () => {
    await using server = await serve((_, response) => response.end("tampered"));
    await using store = await temporaryStore();
    const asked = asker(store).file(`${server.url}/f`, digestOf("x"));
    await assert.rejects(asked, fails("source/checksum", digestOf("tampered"), digestOf("x")));
    assert.equal(kept(store), 0);
    assert.deepEqual(
      readdirSync(path.join(store.root, "v1/tmp")).flatMap((name) =>
        readdirSync(path.join(store.root, "v1/tmp", name)),
      ),
      [],
    );
  });

  it("that comes packed for the way is unpacked on arrival, as Go does", async () => {
    await using server = await serve((_, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("plain")),
    );
    await using store = await temporaryStore();
    assert.equal((await asker(store).file(`${server.url}/f`)).text, "plain");
  });

  it("is got through redirects, to other hosts without the credentials", async () => {
    await using other = await serve((_, response) => response.end("there"));
    await using server = await serve((_, response) => response.writeHead(302, { location: `${other.url}/g` }).end());
    await using store = await temporaryStore();
    const url = server.url.replace("http://", "http://alice:s3cret@");
    assert.equal((await asker(store).file(`${url}/f`)).text, "there");
    assert.equal(server.headers[0]?.authorization, `Basic ${btoa("alice:s3cret")}`);
    assert.equal(other.headers[0]?.authorization, undefined);
  });

  it("takes BuildKit's secrets for its host", async () => {
    await using server = await serve((_, response) => response.end("x"));
    await using store = await temporaryStore();
    const secrets = (id: string) =>
      Promise.resolve(id === "HTTP_AUTH_TOKEN_127.0.0.1" ? Buffer.from("t0ken\n") : undefined);
    await asker(store, { secrets }).file(`${server.url}/f`);
    assert.equal(server.headers[0]?.authorization, "Bearer t0ken");
  });

  for (const status of [404, 401, 410])
    it(`that is refused with ${status} says so, and no password`, async () => {
      await using server = await serve((_, response) => response.writeHead(status).end("no"));
      await using store = await temporaryStore();
      const url = server.url.replace("http://", "http://alice:s3cret@");
      await assert.rejects(
        asker(store).file(`${url}/f`),
        fails("source/refused", String(status), "127.0.0.1", "!s3cret", "!alice"),
      );
    });

  it("that breaks off is tried again", async () => {
    let tries = 0;
    await using server = await serve((_, response) => {
      response.writeHead(200, { "content-length": "10" });
      if (++tries < 3) response.write("01234", () => response.destroy());
      else response.end("0123456789");
    });
    await using store = await temporaryStore();
    assert.equal((await asker(store).file(`${server.url}/f`)).text, "0123456789");
    assert.equal(tries, 3);
  });

  it("that is longer or shorter than announced is never taken for whole", async () => {
    const listener = createServer((socket) => {
      socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\n01234"));
      socket.on("error", () => undefined);
    });
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
    await using store = await temporaryStore();
    try {
      const { port } = listener.address() as AddressInfo;
      await assert.rejects(asker(store).file(`http://127.0.0.1:${port}/f`), fails("source/unreachable"));
      assert.equal(kept(store), 0);
    } finally {
      listener.close();
    }
  });

  it("of nobody at home says so", async () => {
    await using store = await temporaryStore();
    await assert.rejects(asker(store).file("http://127.0.0.1:9/f"), fails("source/unreachable", "127.0.0.1:9"));
  });

  it("stops with the build", async () => {
    await using server = await serve((_, response) => void response.writeHead(200).write("x"));
    await using store = await temporaryStore();
    const ctx = remoteCtx();
    const asked = asker(store, {}, ctx).file(`${server.url}/f`);
    setTimeout(() => ctx.controller.abort(), 50);
    await assert.rejects(asked, { name: "AbortError" });
  });
});
