import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { workshop } from "../support/djib.ts";
import { testCtx } from "../support/ctx.ts";
import { serveSsh, type SshServer } from "../support/git-over-ssh.ts";
import { fails } from "../support/registry.ts";
import { temporaryStore } from "../support/store.ts";
import { asker } from "./support.ts";

describe("a git repository over ssh", () => {
  let server: SshServer;
  let commit: string;
  const home = mkdtempSync(path.join(tmpdir(), "djib-home-"));
  before(async () => {
    server = await serveSsh();
    commit = server.repository("app").commit({ f: "over ssh", "d/g": "deep" });
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    rmSync(home, { recursive: true });
  });

  async function lines(url: string, agent: string): Promise<string[]> {
    await using store = await temporaryStore();
    return asker(store, { agent }, testCtx({ PATH: process.env["PATH"]! }, { home })).lines(url);
  }

  it("is fetched with the keys of the agent, from a host whose key is not known", async () => {
    assert.deepEqual(await lines(`${server.url}/app`, server.agent), ["d/g 644 deep", "f 644 over ssh"]);
    assert.deepEqual(await lines(`${server.url}/app#${commit}:d`, server.agent), ["g 644 deep"]);
  });

  it("is refused by a server that takes none of them", () =>
    assert.rejects(lines(`${server.url}/app`, server.stranger), fails("source/git", "none of the agent's keys")));

  it("that is not there is told of", () =>
    assert.rejects(lines(`${server.url}/none`, server.agent), fails("source/git", "check the address")));

  it("is refused where the host's key is another than the known one", async () => {
    mkdirSync(path.join(home, ".ssh"));
    const known = path.join(home, ".ssh/known_hosts");
    writeFileSync(known, server.wrongHost);
    try {
      await assert.rejects(lines(`${server.url}/app`, server.agent), fails("source/git", "known_hosts"));
    } finally {
      rmSync(known);
    }
  });

  it("is what ADD puts into an image with --ssh default=SOCKET", async () => {
    const shop = await workshop();
    try {
      const project = shop.project({ Dockerfile: `FROM scratch\nADD ${server.url}/app /app\n` });
      const tar = path.join(project, "tree.tar");
      await shop.ok(["build", "--ssh", `default=${server.agent}`, "-o", `type=tar,dest=${tar}`, project]);
      assert.equal(execFileSync("tar", ["-xOf", tar, "app/f"], { encoding: "utf8" }), "over ssh");
    } finally {
      await shop.stop();
    }
  });
});
