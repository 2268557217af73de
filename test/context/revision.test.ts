import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { revisionOf } from "../../src/context/git/revision.ts";

describe("the revision of a work tree", () => {
  const home = mkdtempSync(path.join(tmpdir(), "djib-revision-"));
  after(() => rmSync(home, { recursive: true }));
  const git = (folder: string, ...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
      cwd: folder,
      encoding: "utf8",
    }).trim();
  const repository = (remote?: string) => {
    const folder = mkdtempSync(path.join(home, "repository-"));
    git(folder, "init", "-q");
    if (remote !== undefined) git(folder, "remote", "add", "origin", remote);
    return folder;
  };

  it("is HEAD and origin", () => {
    const folder = repository("https://git.example.com/a.git");
    git(folder, "commit", "-q", "--allow-empty", "-m", "x");
    const revision = git(folder, "rev-parse", "HEAD");
    assert.deepEqual(revisionOf(folder), { source: "https://git.example.com/a.git", revision });
  });

  it("shows no user, password or path of this machine (CVE-2023-26054)", () => {
    for (const [remote, source] of [
      ["https://me:hunter2@git.example.com/a.git", "https://git.example.com/a.git"],
      ["https://token@git.example.com/a.git", "https://git.example.com/a.git"],
      ["ssh://git@git.example.com:2222/a.git", "ssh://git.example.com:2222/a.git"],
      ["git@git.example.com:a/b.git", "git.example.com:a/b.git"],
      ["/home/me/a.git", undefined],
      ["file:///home/me/a.git", undefined],
      ["../a.git", undefined],
    ] as const)
      assert.equal(revisionOf(repository(remote)).source, source, remote);
  });

  it("is nothing outside of one", () => {
    assert.deepEqual(revisionOf(home), {});
  });
});
