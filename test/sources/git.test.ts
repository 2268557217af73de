import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import type { Filesystem } from "../../src/oci/filesystem/filesystem.ts";
import { walk } from "../../src/oci/filesystem/walk.ts";
import { fails } from "../support/registry.ts";
import { serveGit } from "../support/git-server.ts";
import { bytesOf, temporaryStore } from "../support/store.ts";
import { asker, linesOf, remoteCtx } from "./support.ts";

describe("a git repository", () => {
  it("gives a commit's files with modes 644 and 755, links as links, and no .git", async () => {
    await using server = await serveGit();
    await using store = await temporaryStore();
    server.repository("app").commit({ "a.txt": "a", "bin/run": { executable: "#!" }, "d/l": { link: "../a.txt" } });
    assert.deepEqual(await asker(store).lines(`${server.url}/app.git`), [
      "a.txt 644 a",
      "bin/run 755 #!",
      "d/l 777 -> ../a.txt",
    ]);
  });

  it("is asked what a branch is in each build, but for a commit that is known nothing is asked", async () => {
    await using server = await serveGit();
    await using store = await temporaryStore();
    const commit = server.repository("app").commit({ f: "1" });
    await asker(store).repository(`${server.url}/app.git#main`);
    const before = server.requests.length;
    await asker(store).repository(`${server.url}/app.git#main`);
    assert.deepEqual(
      server.requests.slice(before).filter((request) => request.includes("git-receive-pack")),
      [],
    );
    assert.ok(server.requests.length > before);
    const known = server.requests.length;
    await asker(store).repository(`${server.url}/app.git#${commit}`);
    assert.equal(server.requests.length, known);
  });

  it("gives a commit that no branch has any more, where the server allows it, by its id", async () => {
    await using server = await serveGit();
    await using store = await temporaryStore();
    const app = server.repository("app");
    const lost = app.commit({ f: "lost" });
    app.commit({ f: "2" });
    assert.deepEqual(await asker(store).lines(`${server.url}/app.git#${lost}`), ["f 644 lost"]);
  });

  it("of the newer object format is read as well", async () => {
    await using server = await serveGit();
    await using store = await temporaryStore();
    const commit = server.repository("app", "--object-format=sha256").commit({ f: "1" });
    assert.equal(commit.length, 64);
    assert.deepEqual(await asker(store).lines(`${server.url}/app.git`), ["f 644 1"]);
  });

  it("has its submodules in their places, and theirs, unless they are declined", async () => {
    await using server = await serveGit();
    await using store = await temporaryStore();
    const leaf = server.repository("leaf").commit({ leaf: "leaf" });
    const middle = server.repository("middle");
    middle.submodule("in", "../leaf.git", leaf);
    const app = server.repository("app");
    app.submodule("mods/m", `${server.url}/middle.git`, middle.commit({ m: "m" }));
    app.commit({ f: "f" });
    const withModules = await asker(store).lines(`${server.url}/app.git`);
    assert.deepEqual(
      withModules.filter((line) => !line.includes(".gitmodules")),
      ["f 644 f", "mods/m/in/leaf 644 leaf", "mods/m/m 644 m"],
    );
    const without = await asker(store).lines(`${server.url}/app.git?submodules=false`);
    assert.deepEqual(
      without.filter((line) => !line.includes(".gitmodules")),
      ["f 644 f"],
    );
  });

  it("is held to the commit that its checksum begins", async () => {
    await using server = await serveGit();
    await using store = await temporaryStore();
    const commit = server.repository("app").commit({ f: "1" });
    const url = `${server.url}/app.git`;
    assert.equal((await asker(store).repository(`${url}?checksum=${commit.slice(0, 9)}#main`)).commit, commit);
    await assert.rejects(
      asker(store).repository(`${url}?checksum=deadbeef#main`),
      fails("source/checksum", "deadbeef"),
    );
    await assert.rejects(
      asker(store).repository(`${url}?checksum=deadbeef#${commit}`),
      fails("source/checksum", "deadbeef"),
    );
  });

  it("that is private takes BuildKit's token, or the address's password, and shows neither", async () => {
    const wanted = new Set([`basic ${btoa("x-access-token:t0ken")}`, `basic ${btoa("alice:s3cret")}`]);
    await using server = await serveGit(({ headers }) => wanted.has(headers.authorization ?? ""));
    await using store = await temporaryStore();
    server.repository("app").commit({ f: "1" });
    const url = `${server.url}/app.git`;
    const secrets = (id: string) => Promise.resolve(id === "GIT_AUTH_TOKEN" ? Buffer.from("t0ken") : undefined);
    assert.deepEqual(await asker(store, { secrets }).lines(url), ["f 644 1"]);
    assert.deepEqual(await asker(store).lines(url.replace("//", "//alice:s3cret@")), ["f 644 1"]);
    await assert.rejects(asker(store).lines(url), fails("source/git", "GIT_AUTH_TOKEN"));
    await assert.rejects(
      asker(store).lines(url.replace("//", "//alice:wr0ng@")),
      fails("source/git", "!wr0ng", "!alice", `!${btoa("alice:wr0ng")}`),
    );
  });

  it("needs a git on PATH, and says so", async () => {
    await using store = await temporaryStore();
    const asked = asker(store, {}, remoteCtx({ PATH: "/nonexistent" })).lines("https://example.com/app.git");
    await assert.rejects(asked, fails("source/no-git", "git"));
  });

  it("over ssh needs an agent, and says so", async () => {
    await using store = await temporaryStore();
    await assert.rejects(asker(store).lines("git@example.com:app.git"), fails("source/no-agent", "--ssh default"));
  });

  it("keeps a .git that git takes for its own, with the branch and without the password", async () => {
    await using server = await serveGit();
    await using store = await temporaryStore();
    const app = server.repository("app");
    app.commit({ f: "1" });
    const commit = app.commit({ f: "2" });
    app.git("tag", "-a", "v1", "-m", "x");
    const url = server.url.replace("//", "//alice:s3cret@");
    const { tree } = await asker(store).repository(`${url}/app.git?keep-git-dir#v1`);
    const directory = await onDisk(tree);
    const git = (...args: readonly string[]) =>
      execFileSync("git", ["-C", directory, ...args], { encoding: "utf8", env: { PATH: process.env["PATH"] } }).trim();
    try {
      assert.equal(git("rev-parse", "HEAD"), commit);
      assert.equal(git("describe", "--tags"), "v1");
      assert.equal(git("status", "--porcelain"), "");
      assert.equal(git("log", "--format=%H"), commit);
      assert.equal(git("remote", "get-url", "origin"), `${server.url}/app.git`);
      git("fsck", "--strict");
    } finally {
      rmSync(directory, { recursive: true });
    }
    await using other = await temporaryStore();
    assert.deepEqual(await asker(other).lines(`${url}/app.git?keep-git-dir#v1`), await linesOf(tree));
  });

  it("keeps no .git with a part of the repository, as BuildKit does", async () => {
    await using server = await serveGit();
    await using store = await temporaryStore();
    server.repository("app").commit({ "d/f": "1" });
    assert.deepEqual(await asker(store).lines(`${server.url}/app.git?keep-git-dir#main:d`), ["f 644 1"]);
  });
});

/** Writes the files of a tree to a new directory. */
async function onDisk(tree: Filesystem): Promise<string> {
  const directory = mkdtempSync(path.join(tmpdir(), "djib-git-"));
  for (const [at, { type }] of walk(tree)) {
    const host = path.join(directory, at);
    if (type === "directory") mkdirSync(host, { recursive: true });
    else if (type === "file") writeFileSync(host, await bytesOf(tree.read(at)));
  }
  return directory;
}
