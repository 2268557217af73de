import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { applyDelta } from "../../src/context/git/delta.ts";
import { gitFacts } from "../../src/context/git/work-tree.ts";
import { directory, git, modesOf, open, write } from "./project.ts";

function repository(commits = 1): string {
  const root = directory();
  git(root, ["init", "-q"]);
  for (let n = 0; n < commits; n++) {
    write(root, { "f.txt": `${n}` });
    git(root, ["add", "."]);
    git(
      root,
      ["commit", "-q", "-m", `${"a long message that makes commits alike\n".repeat(20)}${n}`],
      1_600_000_000 + n,
    );
  }
  return root;
}

const secondsOf = async (root: string): Promise<number | undefined> => {
  const time = (await open(root)).commitTime;
  return time && time.getTime() / 1000;
};

describe("the commit time", () => {
  it("is the committer's of HEAD", async () => assert.equal(await secondsOf(repository(2)), 1_600_000_001));

  it("comes from packs, through deltas, and from packed refs", async () => {
    const root = repository(9);
    git(root, ["gc", "-q", "--aggressive"]);
    assert.match(readFileSync(path.join(root, ".git/packed-refs"), "latin1"), / refs\/heads\//);
    assert.deepEqual(readdirSync(path.join(root, ".git/objects")).sort(), ["info", "pack"]);
    const log = git(root, ["log", "--format=%H %ct"]).trim().split("\n");
    for (const line of log) {
      const [id = "", time] = line.split(" ");
      writeFileSync(path.join(root, ".git/HEAD"), `${id}\n`);
      assert.equal(await secondsOf(root), Number(time), id);
    }
  });

  it("comes from packs whose deltas name their base by id", async () => {
    const root = repository(9);
    git(root, ["-c", "repack.useDeltaBaseOffset=false", "repack", "-q", "-a", "-d", "-f"]);
    for (const line of git(root, ["log", "--format=%H %ct"]).trim().split("\n")) {
      const [id = "", time] = line.split(" ");
      writeFileSync(path.join(root, ".git/HEAD"), `${id}\n`);
      assert.equal(await secondsOf(root), Number(time), id);
    }
  });

  it("comes from a repository that this one borrows objects of", async () => {
    const from = repository(3);
    const root = directory();
    git(root, ["clone", "-q", "--shared", from, "."]);
    assert.equal(await secondsOf(root), 1_600_000_002);
  });

  it("is that of a detached HEAD", async () => {
    const root = repository(3);
    git(root, ["checkout", "-q", "HEAD~1"]);
    assert.equal(await secondsOf(root), 1_600_000_001);
  });

  it("is not there on an unborn branch or outside of git", async () => {
    const root = directory();
    git(root, ["init", "-q"]);
    assert.equal(await secondsOf(root), undefined);
    rmSync(path.join(root, ".git"), { recursive: true });
    assert.equal(gitFacts(root).tracked, undefined);
  });
});

describe("a damaged or hostile repository is no repository", () => {
  const heads = [
    "ref: ../../../etc/passwd",
    "ref: refs/heads/../../HEAD",
    "ref: refs/heads/main",
    "",
    "\0",
    "ref: HEAD",
  ];
  for (const head of heads)
    it(`HEAD ${JSON.stringify(head)}`, async () => {
      const root = repository();
      git(root, ["branch", "-q", "-m", "other"]);
      writeFileSync(path.join(root, ".git/HEAD"), head);
      assert.equal(await secondsOf(root), undefined);
    });

  it("a .git file that leads to itself or to nothing", async () => {
    const root = directory();
    for (const text of ["gitdir: .", "gitdir: /nowhere", "gitdir: .git", "junk"]) {
      writeFileSync(path.join(root, ".git"), text);
      assert.equal(await secondsOf(root), undefined);
    }
  });

  it("an object that inflates to more than a commit may be", async () => {
    const root = repository();
    write(root, { big: "0".repeat(3_000_000) });
    const id = git(root, ["hash-object", "-w", "big"]).trim();
    writeFileSync(path.join(root, ".git/HEAD"), id);
    assert.equal(await secondsOf(root), undefined);
  });

  it("an index of any bytes gives the disk's modes and never throws", async () => {
    const root = repository();
    const index = path.join(root, ".git/index");
    const good = readFileSync(index);
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.uint8Array({ maxLength: 40 }), async (at, bytes) => {
        writeFileSync(index, Buffer.concat([good.subarray(0, at), bytes, good.subarray(at + bytes.length)]));
        assert.equal(modesOf(await open(root))["f.txt"], "644");
      }),
      { numRuns: 60 },
    );
  });

  it("packs of any bytes never throw", async () => {
    const root = repository(5);
    git(root, ["gc", "-q"]);
    const packs = path.join(root, ".git/objects/pack");
    const files = readdirSync(packs)
      .filter((name) => /\.(idx|pack)$/.test(name))
      .map((name) => path.join(packs, name));
    const good = files.map((file) => readFileSync(file));
    mkdirSync(path.join(root, ".git/objects/info"), { recursive: true });
    await fc.assert(
      fc.asyncProperty(fc.nat(1), fc.nat(5000), fc.uint8Array({ maxLength: 20 }), async (which, at, bytes) => {
        const bad = good[which] as Buffer;
        rmSync(files[which] as string, { force: true });
        writeFileSync(
          files[which] as string,
          Buffer.concat([bad.subarray(0, at), bytes, bad.subarray(at + bytes.length)]),
        );
        const seconds = await secondsOf(root);
        assert.ok(seconds === undefined || Number.isFinite(seconds));
        rmSync(files[which] as string, { force: true });
        writeFileSync(files[which] as string, bad);
      }),
      { numRuns: 60 },
    );
  });

  it("a delta never reads outside of its base", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), fc.uint8Array({ maxLength: 30 }), (base, delta) => {
        try {
          applyDelta(Buffer.from(base), Buffer.from(delta));
        } catch (error) {
          assert.ok(error instanceof Error);
        }
      }),
    );
  });
});
