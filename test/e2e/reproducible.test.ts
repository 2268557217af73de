import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import type { Event } from "../../src/events.ts";
import { type Workshop, workshop } from "../support/djib.ts";

const dockerfile = `FROM python:3.11-slim
WORKDIR /app
COPY . .
RUN python -m compileall -q . && mkdir made && date > made/by-the-clock && : > made/by-the-clock && cp -p app.py made/kept.py
`;
const files: Readonly<Record<string, string>> = {
  Dockerfile: dockerfile,
  "app.py": "print('app')\n",
  "pkg/__init__.py": "",
  "pkg/module.py": "VALUE = 1\n",
  "run.sh": "#!/bin/sh\nexec python app.py\n",
};

describe("a build is the same", () => {
  let shop: Workshop;
  let reference: string;
  let count = 0;
  before(async () => {
    shop = await workshop();
    reference = await built(project(Object.keys(files)));
  });
  after(() => shop.stop());

  /** Writes the project into a directory of its own, its files in the given order. */
  function project(order: readonly string[], umask = 0o022): string {
    const folder = path.join(shop.folder, `project-${++count}`);
    const old = process.umask(umask);
    try {
      mkdirSync(folder);
      for (const name of order) {
        mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
        writeFileSync(path.join(folder, name), files[name]!);
      }
      symlinkSync("app.py", path.join(folder, "link.py"));
      chmodSync(path.join(folder, "run.sh"), umask === 0o022 ? 0o755 : 0o700);
    } finally {
      process.umask(old);
    }
    return folder;
  }

  const commit = (folder: string, date: string) => {
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
        cwd: folder,
        env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
        stdio: "ignore",
      });
    git("init", "-q");
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", "x");
    writeFileSync(path.join(folder, ".dockerignore"), ".git\n.dockerignore\n");
  };

  const built = async (folder: string, env: Readonly<Record<string, string>> = {}, ...more: string[]) =>
    (await shop.ok(["build", "-q", "--no-load", "--no-cache", ...more, folder], env)).stdout.trim();
  const layers = async (id: string) =>
    (JSON.parse((await shop.ok(["inspect", id])).stdout) as { config: { rootfs: { diff_ids: string[] } } }).config
      .rootfs.diff_ids;

  it("from another directory, with files written in another order", async () => {
    assert.equal(await built(project(Object.keys(files).reverse())), reference);
  });

  it("under another umask, with other modes that mean the same", async () => {
    assert.equal(await built(project(Object.keys(files), 0o077)), reference);
  });

  it("with other times on the files", async () => {
    const folder = project(Object.keys(files));
    for (const name of Object.keys(files)) utimesSync(path.join(folder, name), 1_000_000_000, 1_234_567_890);
    assert.equal(await built(folder), reference);
  });

  it("in another time zone and locale", async () => {
    assert.equal(
      await built(project(Object.keys(files)), { TZ: "Pacific/Kiritimati", LC_ALL: "tr_TR.UTF-8" }),
      reference,
    );
  });

  it("from the cache", async () => {
    const folder = project(Object.keys(files));
    assert.equal((await shop.ok(["build", "-q", "--no-load", folder])).stdout.trim(), reference);
  });

  it("at another commit with the same files: other dates, the same layers", async () => {
    const [one, two] = [project(Object.keys(files)), project(Object.keys(files))];
    commit(one, "2024-01-01T00:00:00Z");
    commit(two, "2025-02-02T00:00:00Z");
    const [first, second] = [await built(one), await built(two)];
    assert.notEqual(first, second, "the commit's time is the image's time");
    assert.deepEqual(await layers(first), await layers(second));
    assert.deepEqual(await layers(first), await layers(reference));
  });

  it("with SOURCE_DATE_EPOCH, in git and outside of it", async () => {
    const inside = project(Object.keys(files));
    commit(inside, "2024-01-01T00:00:00Z");
    const env = { SOURCE_DATE_EPOCH: "1700000000" };
    assert.equal(await built(inside, env), await built(project(Object.keys(files)), env));
  });

  it("with another SOURCE_DATE_EPOCH, without running anything anew", async () => {
    const folder = project(Object.keys(files));
    await built(folder, { SOURCE_DATE_EPOCH: "1600000000" });
    const again = await shop.ok(["build", "--progress", "json", "--no-load", "-t", "dated", folder], {
      SOURCE_DATE_EPOCH: "1600000001",
    });
    const events = again.stderr
      .split("\n")
      .flatMap((line) => (line.startsWith("{") ? [JSON.parse(line) as Event] : []));
    const done = events.filter((event) => event.type === "step-done");
    assert.equal(done.length, 3);
    assert.ok(done.every((event) => event.type === "step-done" && event.cached));
    const times = (await shop.ok(["ls", "-lR", "dated", "/app"])).stdout.match(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g);
    assert.deepEqual(new Set(times), new Set(["2020-09-13 12:26:41"]));
    assert.deepEqual(await staleByteCode("dated"), []);
  });

  it("and Python takes every .pyc in it as it is", async () => {
    await built(project(Object.keys(files)), {}, "-t", "compiled");
    assert.deepEqual(await staleByteCode("compiled"), []);
  });

  /** Modules whose .pyc does not have its source's time and size. */
  async function staleByteCode(image: string): Promise<string[]> {
    const tree = path.join(shop.folder, `tree-${image}`);
    await shop.ok(["save", "-o", `type=tar,dest=${tree}.tar`, image]);
    mkdirSync(tree);
    execFileSync("tar", ["-xpf", `${tree}.tar`, "-C", tree, "app"]);
    const stale = [];
    for (const name of ["app", "pkg/__init__", "pkg/module"]) {
      const [folderName, base] = [path.dirname(name), path.basename(name)];
      const code = readFileSync(path.join(tree, "app", folderName, "__pycache__", `${base}.cpython-311.pyc`));
      const source = path.join(tree, "app", `${name}.py`);
      const time = Number(execFileSync("stat", ["-c", "%Y", source], { encoding: "utf8" }));
      if (code.readUInt32LE(8) !== time || code.readUInt32LE(12) !== readFileSync(source).length) stale.push(name);
    }
    rmSync(tree, { recursive: true });
    return stale;
  }

  it("--timestamps keep and --modes keep do what docker build does", async () => {
    const folder = project(Object.keys(files), 0o027);
    utimesSync(path.join(folder, "app.py"), 1_000_000_000, 1_234_567_890);
    await built(folder, {}, "--timestamps", "keep", "--modes", "keep", "-t", "kept");
    const listing = (await shop.ok(["ls", "-lR", "kept", "/app"])).stdout.split("\n");
    const line = (name: string) => listing.find((one) => one.endsWith(`  ${name}`));
    assert.match(line("/app/app.py")!, /^-rw-r----- .*2009-02-13 23:31:30/);
    assert.match(line("/app/run.sh")!, /^-rwx------/);
    const today = new Date().toISOString().slice(0, 10);
    assert.match(line("/app/made")!, new RegExp(today.slice(0, 7)));
  });
});
