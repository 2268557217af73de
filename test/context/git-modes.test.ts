import assert from "node:assert/strict";
import { chmodSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { directory, git, modesOf, open, write } from "./project.ts";

function repository(version: number, format = "sha1"): string {
  const root = directory();
  git(root, ["init", "-q", `--object-format=${format}`]);
  write(root, { "manage.py": "m", "app/models.py": "a", "app/run.sh": "r", "ü.txt": "u" });
  symlinkSync("models.py", path.join(root, "app/link"));
  chmodSync(path.join(root, "app/run.sh"), 0o755);
  git(root, ["add", "."]);
  git(root, ["update-index", "--index-version", String(version)]);
  git(root, ["commit", "-q", "-m", "one"]);
  return root;
}

const expected = {
  app: "755",
  "app/link": "-> models.py",
  "app/models.py": "644",
  "app/run.sh": "755",
  "manage.py": "644",
  "ü.txt": "644",
};
const named = (modes: Record<string, string>) =>
  Object.fromEntries(Object.entries(modes).map(([key, value]) => [Buffer.from(key, "latin1").toString("utf8"), value]));

describe("modes in a git tree are the index's", () => {
  for (const version of [2, 4])
    it(`whatever the disk says (index version ${version})`, async () => {
      const root = repository(version);
      chmodSync(path.join(root, "app/run.sh"), 0o600);
      chmodSync(path.join(root, "manage.py"), 0o777);
      chmodSync(path.join(root, "app"), 0o700);
      assert.deepEqual(named(modesOf(await open(root))), expected);
    });

  it("in an index of version 3, which intent-to-add makes", async () => {
    const root = repository(2);
    write(root, { "later.py": "l" }, 0o755);
    git(root, ["add", "-N", "later.py"]);
    chmodSync(path.join(root, "app/run.sh"), 0o644);
    assert.deepEqual(named(modesOf(await open(root))), { ...expected, "later.py": "755" });
  });

  it("in a repository of sha256 names", async () => {
    const root = repository(2, "sha256");
    chmodSync(path.join(root, "app/run.sh"), 0o644);
    assert.deepEqual(named(modesOf(await open(root))), expected);
  });

  it("and links that a checkout wrote as text are links", async () => {
    const root = repository(2);
    rmSync(path.join(root, "app/link"));
    writeFileSync(path.join(root, "app/link"), "models.py");
    assert.deepEqual(named(modesOf(await open(root))), expected);
  });

  it("but a file that took a link's place is a file", async () => {
    const root = repository(2);
    rmSync(path.join(root, "app/link"));
    writeFileSync(path.join(root, "app/link"), "something else");
    assert.equal(modesOf(await open(root))["app/link"], "644");
  });

  it("from a directory within the work tree", async () => {
    const root = repository(4);
    chmodSync(path.join(root, "app/run.sh"), 0o644);
    const modes = modesOf(await open(path.join(root, "app")));
    assert.deepEqual(modes, { link: "-> models.py", "models.py": "644", "run.sh": "755" });
  });

  it("in a linked worktree, whose .git is a file", async () => {
    const root = repository(2);
    const tree = path.join(directory(), "tree");
    git(root, ["worktree", "add", "-q", tree]);
    chmodSync(path.join(tree, "app/run.sh"), 0o644);
    const context = await open(tree);
    assert.deepEqual(named(modesOf(context)), expected);
    assert.equal(context.commitTime?.toISOString(), "2020-01-02T03:04:05.000Z");
  });

  it("in a repository nested in the context", async () => {
    const root = directory();
    const nested = repository(2);
    write(root, { "own.sh": "o" }, 0o700);
    git(root, ["clone", "-q", nested, "vendor"]);
    chmodSync(path.join(root, "vendor/app/run.sh"), 0o644);
    const modes = modesOf(await open(root));
    assert.equal(modes["vendor/app/run.sh"], "755");
    assert.equal(modes["own.sh"], "755");
  });

  it("while files that git does not know go by their x bits", async () => {
    const root = repository(2);
    write(root, { "new.sh": "n" }, 0o710);
    write(root, { "new.txt": "n" }, 0o660);
    const modes = modesOf(await open(root));
    assert.equal(modes["new.sh"], "755");
    assert.equal(modes["new.txt"], "644");
  });

  it("and with keep they are the disk's", async () => {
    const root = repository(2);
    chmodSync(path.join(root, "manage.py"), 0o4640);
    assert.equal(modesOf(await open(root, { modes: "keep" }))["manage.py"], "4640");
  });
});
