import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { walk } from "../../src/oci/filesystem/walk.ts";
import { limits } from "../../src/limits.ts";
import { parseRemote } from "../../src/sources/git/remote.ts";
import { directoryOf } from "../../src/sources/git/directory.ts";
import { asker } from "../sources/support.ts";
import { buildText } from "../support/build.ts";
import { serveGit } from "../support/git-server.ts";
import { fails } from "../support/registry.ts";
import { temporaryStore, type TemporaryStore } from "../support/store.ts";
import { serve } from "../support/web-server.ts";

/** Nothing was kept, and no temporary file is left. */
function assertEmpty({ root }: TemporaryStore): void {
  for (const kind of ["layers/sha256", "steps/sha256", "blobs/sha256"]) {
    const directory = path.join(root, "v1", kind);
    assert.deepEqual(existsSync(directory) ? readdirSync(directory) : [], []);
  }
  const tmp = path.join(root, "v1/tmp");
  assert.deepEqual(existsSync(tmp) ? readdirSync(tmp).flatMap((name) => readdirSync(path.join(tmp, name))) : [], []);
}

describe("a download", () => {
  it("that redirects to a cloud's metadata service is not followed (fault 23)", async () => {
    for (const location of ["http://169.254.169.254/token", "http://metadata.google.internal/", "http://[fe80::1]/"]) {
      await using server = await serve((_, response) => response.writeHead(302, { location }).end());
      await using store = await temporaryStore();
      await assert.rejects(asker(store).file(`${server.url}/f`), fails("source/bad-answer", "link-local"));
    }
  });

  it("that redirects to a file or in a circle is not followed", async () => {
    for (const location of ["file:///etc/passwd", "/f"]) {
      await using server = await serve((_, response) => response.writeHead(302, { location }).end());
      await using store = await temporaryStore();
      await assert.rejects(asker(store).file(`${server.url}/f`), fails("source/bad-answer"));
      assert.ok(server.requests.length <= limits.registryRedirects + 1);
    }
  });

  it("that says nothing of its length and is damaged on the way is not kept", async () => {
    await using server = await serve((_, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("x".repeat(100_000)).subarray(0, 60)),
    );
    await using store = await temporaryStore();
    await assert.rejects(asker(store).file(`${server.url}/f`), fails("source/bad-answer", "damaged"));
    assertEmpty(store);
  });

  it("that is an archive leading out of its directory stays in it with --unpack (fault 15)", async () => {
    const tar = pack();
    for (const name of ["../../up", "/absolute"]) tar.entry({ name }, "x");
    tar.entry({ name: "link", type: "symlink", linkname: "/etc" });
    tar.entry({ name: "link/through" }, "x");
    tar.finalize();
    const bytes = await buffer(tar);
    await using server = await serve((_, response) => response.end(bytes));
    await using store = await temporaryStore();
    const { image } = await buildText(`FROM scratch\nADD --unpack ${server.url}/a.tar /d/\n`, store.store);
    const tree = await store.store.layers.tree(image.layers.map(({ diffId }) => diffId));
    const names = [...walk(tree)].map(([name]) => name).filter((name) => name !== "");
    assert.deepEqual(names, ["d", "d/absolute", "d/etc", "d/etc/through", "d/link", "d/up"]);
  });
});

describe("a git address", () => {
  const hostile: Readonly<Record<string, string>> = {
    "names a ref that is an option (fault 39)": "#--upload-pack=touch /tmp/pwned",
    "names a ref that is a short option": "#-u",
    "names a ref with a refspec in it": "#main^{}",
    "names a ref that leads up": "#refs/heads/../../x",
  };
  for (const [name, suffix] of Object.entries(hostile))
    it(`${name} is refused before git is asked`, async () => {
      await using server = await serveGit();
      await using store = await temporaryStore();
      await assert.rejects(asker(store).repository(`${server.url}/app.git${suffix}`), fails("source/bad-ref"));
      assert.deepEqual(server.requests, []);
      assertEmpty(store);
    });

  for (const remote of [
    "ext::sh -c touch% /tmp/pwned",
    "file:///etc",
    "/etc",
    "--upload-pack=x",
    "-oProxyCommand=x@host:app",
    "ssh://-oProxyCommand=x/app",
    "ftp://host/app.git",
    "fd::17",
  ])
    it(`${remote} is none that is fetched from`, () => {
      assert.throws(() => parseRemote(remote), fails("source/bad-ref"));
    });

  it("cannot lead out of the repository by its directory, nor through a link (fault 39)", async () => {
    await using server = await serveGit();
    await using store = await temporaryStore();
    server.repository("app").commit({ "d/f": "f", l: { link: "/etc" }, m: { link: "d" } });
    const { tree } = await asker(store).repository(`${server.url}/app.git`);
    assert.deepEqual(directoryOf(tree, "../../d", "").list("" as never), ["f"]);
    for (const subdir of ["l", "m", "d/f", "nope", "d/../../l"])
      assert.throws(() => directoryOf(tree, subdir, server.url), fails("source/no-directory"));
  });

  for (const url of [
    "ext::sh -c touch% /tmp/djib-pwned",
    "file:///etc",
    "/etc",
    "-u",
    "--upload-pack=x",
    "../../../../x",
  ])
    it(`with the submodule ${url} is refused, and nothing of it is run`, async () => {
      await using server = await serveGit();
      await using store = await temporaryStore();
      const app = server.repository("app");
      app.submodule("m", url, "1".repeat(40));
      app.commit({ f: "f" });
      await assert.rejects(asker(store).repository(`${server.url}/app.git`), (error: { code: string }) =>
        ["source/submodule", "source/bad-ref"].includes(error.code),
      );
      assert.ok(!existsSync("/tmp/djib-pwned"));
      assertEmpty(store);
    });

  it("gives its token to no submodule of another host or path", async () => {
    await using other = await serveGit();
    await using server = await serveGit(({ headers }) => headers.authorization === "Bearer t0ken");
    await using store = await temporaryStore();
    const commit = other.repository("sub").commit({ s: "s" });
    const app = server.repository("app");
    app.submodule("m", `${other.url}/sub.git`, commit);
    app.commit({ f: "f" });
    const secrets = (id: string) => Promise.resolve(id === "GIT_AUTH_HEADER" ? Buffer.from("Bearer t0ken") : undefined);
    await asker(store, { secrets }).repository(`${server.url}/app.git`);
    assert.deepEqual(
      other.headers.filter(({ authorization }) => authorization !== undefined),
      [],
    );
    assert.ok(other.headers.length > 0);
  });

  it("whose repository holds a file of git's own, or one that hides a layer's, is refused", async () => {
    for (const name of [".git", ".GIT", ".wh.x"]) {
      await using server = await serveGit();
      await using store = await temporaryStore();
      const app = server.repository("app");
      app.commit({ f: "f" });
      const blob = app.git("rev-parse", "HEAD:f");
      const tree = execFileSync("git", ["mktree"], {
        cwd: app.directory,
        input: `100644 blob ${blob}\t${name}\n`,
        encoding: "utf8",
      });
      const commit = app.git("commit-tree", tree.trim(), "-m", "evil");
      app.git("update-ref", "refs/heads/main", commit);
      await assert.rejects(asker(store).repository(`${server.url}/app.git`), fails("source/git"));
      assertEmpty(store);
    }
  });

  it("finds no settings, hooks or attributes of this machine's user", async () => {
    await using server = await serveGit();
    await using store = await temporaryStore();
    server.repository("app").commit({ f: "f" });
    const home = mkdtempSync(path.join(tmpdir(), "djib-home-"));
    try {
      execFileSync("git", [
        "config",
        "--file",
        path.join(home, ".gitconfig"),
        "url.http://127.0.0.1:9/.insteadOf",
        `${server.url}/`,
      ]);
      const env = {
        HOME: home,
        GIT_CONFIG_GLOBAL: path.join(home, ".gitconfig"),
        GIT_DIR: "/nonexistent",
        GIT_TRACE: "1",
      };
      const { remoteCtx } = await import("../sources/support.ts");
      assert.deepEqual(await asker(store, {}, remoteCtx(env)).lines(`${server.url}/app.git`), ["f 644 f"]);
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});
