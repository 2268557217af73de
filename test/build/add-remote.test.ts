import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { buffer } from "node:stream/consumers";
import { digestOf } from "../../src/oci/digest.ts";
import { walk } from "../../src/oci/filesystem/walk.ts";
import { buildText } from "../support/build.ts";
import { type GitServer, serveGit } from "../support/git-server.ts";
import { fails } from "../support/registry.ts";
import { bytesOf, temporaryStore, type TemporaryStore } from "../support/store.ts";
import { serve, type WebServer } from "../support/web-server.ts";

const modified = "Wed, 01 Jan 2020 00:00:00 GMT";

async function archive(): Promise<Buffer> {
  const tar = pack();
  tar.entry({ name: "in/side", mode: 0o640, uid: 7, gid: 8 }, "inside");
  tar.finalize();
  return gzipSync(await buffer(tar));
}

let web: WebServer;
let repositories: GitServer;
let commit: string;
let context: string;

before(async () => {
  const packed = await archive();
  const answers: Readonly<Record<string, string | Buffer>> = { "/f.txt": "text", "/a.tar.gz": packed, "/": "index" };
  web = await serve((request, response) => {
    const content = answers[new URL(request.url!, "http://x").pathname];
    if (content === undefined) return response.writeHead(404).end();
    return response.writeHead(200, { "last-modified": modified, etag: `"${digestOf(content)}"` }).end(content);
  });
  repositories = await serveGit();
  commit = repositories.repository("app").commit({ "r.txt": "r", "docs/d": { executable: "d" } });
  context = mkdtempSync(path.join(tmpdir(), "djib-add-"));
  writeFileSync(path.join(context, "local"), "local");
});

after(async () => {
  await web[Symbol.asyncDispose]();
  await repositories[Symbol.asyncDispose]();
  rmSync(context, { recursive: true });
});

type Options = Parameters<typeof buildText>[2];

/** The files of an image from scratch: path, mode, owner and content, with the time where times are kept. */
async function filesOf(line: string, { store }: TemporaryStore, options: Options = {}): Promise<string[]> {
  const { image } = await buildText(`FROM scratch\n${line}\n`, store, {
    context: { kind: "directory", path: context },
    ...options,
  });
  const tree = await store.layers.tree(image.layers.map(({ diffId }) => diffId));
  const lines: string[] = [];
  for (const [path, { type, mode, uid, gid, mtime }] of walk(tree)) {
    if (path === "") continue;
    const content = type === "file" ? (await bytesOf(tree.read(path))).toString("utf8") : "";
    const time = options?.timestamps === "keep" ? ` ${mtime}` : "";
    lines.push(`${path} ${mode.toString(8)} ${uid}:${gid} ${content}${time}`);
  }
  return lines;
}

describe("ADD of an address", () => {
  it("puts a file under the last part of its address, 0600, with its time", async () => {
    await using store = await temporaryStore();
    const files = await filesOf(`ADD ${web.url}/f.txt?x=1 /d/`, store, { timestamps: "keep" });
    assert.equal(files.at(-1), `d/f.txt 600 0:0 text ${Date.parse(modified) / 1000}`);
    assert.deepEqual((await filesOf(`ADD ${web.url}/f.txt /d/g`, store)).at(-1), "d/g 600 0:0 text");
    assert.deepEqual((await filesOf(`ADD ${web.url} /d/`, store)).at(-1), "d/__unnamed__ 600 0:0 index");
    const owned = await filesOf(`ADD --chown=5:6 --chmod=640 ${web.url}/f.txt /f`, store);
    assert.deepEqual(owned, ["f 640 5:6 text"]);
  });

  it("leaves an archive as it is, and unpacks it with --unpack", async () => {
    await using store = await temporaryStore();
    assert.match((await filesOf(`ADD ${web.url}/a.tar.gz /d/`, store)).at(-1)!, /^d\/a\.tar\.gz 600 /);
    const unpacked = await filesOf(`ADD --unpack ${web.url}/a.tar.gz /d/`, store);
    assert.deepEqual(unpacked, ["d 755 0:0 ", "d/in 755 0:0 ", "d/in/side 640 7:8 inside"]);
  });

  it("puts the contents of a repository's directory", async () => {
    await using store = await temporaryStore();
    const whole = await filesOf(`ADD ${repositories.url}/app.git /src`, store);
    assert.deepEqual(whole, ["src 755 0:0 ", "src/docs 755 0:0 ", "src/docs/d 755 0:0 d", "src/r.txt 644 0:0 r"]);
    const part = await filesOf(`ADD --chown=9:9 ${repositories.url}/app.git#${commit}:docs /src`, store);
    assert.deepEqual(part, ["src 755 9:9 ", "src/d 755 9:9 d"]);
  });

  it("takes files of the context, of the network and of the Dockerfile in one line, in their order", async () => {
    await using store = await temporaryStore();
    const files = await filesOf(
      `ADD local ${web.url}/f.txt ${repositories.url}/app.git#main:docs <<X /d/\nx\nX`,
      store,
    );
    assert.deepEqual(
      files.map((line) => line.split(" ")[0]),
      ["d", "d/X", "d/d", "d/f.txt", "d/local"],
    );
  });

  it("is found again while neither bytes nor flags change", async () => {
    await using store = await temporaryStore();
    const line = `FROM scratch\nADD --checksum=${digestOf("text")} ${web.url}/f.txt /f\n`;
    const first = await buildText(line, store.store, { context: { kind: "directory", path: context } });
    const asked = web.requests.length;
    const second = await buildText(line, store.store, { context: { kind: "directory", path: context } });
    assert.equal(web.requests.length, asked);
    assert.deepEqual(second.image.layers[0]?.diffId, first.image.layers[0]?.diffId);
  });

  it("is written into the history as BuildKit does, but for passwords", async () => {
    await using store = await temporaryStore();
    const address = web.url.replace("//", "//alice:s3cret@");
    const { image, plan } = await buildText(`FROM scratch\nADD ${address}/f.txt /f\n`, store.store, {
      context: { kind: "directory", path: context },
    });
    const shown = web.url.replace("//", "//xxxxx:xxxxx@");
    assert.equal(image.config.history?.[0]?.created_by, `ADD ${shown}/f.txt /f # buildkit`);
    assert.doesNotMatch(JSON.stringify(image.config), /s3cret|alice/);
    assert.equal(plan.stages[0]?.steps[0]?.title, `ADD ${shown}/f.txt /f`);
  });

  it("fails at its place in the Dockerfile", async () => {
    await using store = await temporaryStore();
    await assert.rejects(filesOf(`ADD ${web.url}/none /d/`, store), (error: unknown) => {
      assert.equal((error as { details: { where: { line: number } } }).details.where.line, 2);
      return fails("source/refused", "404")(error as never);
    });
  });
});
