import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { sourcesDigest } from "../../src/build/steps/digest.ts";
import { findSources } from "../../src/build/steps/sources.ts";
import { findIgnoreFile } from "../../src/context/ignore.ts";
import { readIgnoreRules } from "../../src/build/ignore.ts";
import { DjibError } from "../../src/errors.ts";
import { type ImagePath, imagePath, root as top } from "../../src/oci/filesystem/path.ts";
import { testCtx } from "../support/ctx.ts";
import { where } from "../copy/replay.ts";
import { writeFiles } from "../copy/on-disk.ts";
import { directory, modesOf, open, text, write } from "./project.ts";

const isProblem = (code: string, said: RegExp) => (error: unknown) =>
  error instanceof DjibError && error.code === code && said.test(`${error.message} ${error.details.help}`);

describe("the context", () => {
  it("lists names in the order of their bytes, not of their letters", async () => {
    const root = directory();
    write(root, { b: "", A: "", "a.b": "", "a/c": "", é: "", z: "", _: "" });
    const names = (await open(root)).list(top).map((name) => Buffer.from(name, "latin1").toString("utf8"));
    assert.deepEqual(names, ["A", "_", "a", "a.b", "b", "z", "é"]);
  });

  it("is owned by root and says what every file is", async () => {
    const root = directory();
    await writeFiles(root, { "d/f": "text", l: { link: "nowhere" }, p: { fifo: true }, "d/g": { hard: "d/f" } });
    const context = await open(root);
    const file = context.lstat(imagePath("d/f"));
    assert.deepEqual(
      { ...file, digest: file?.digest, mtime: 0, inode: 0 },
      {
        ...{ type: "file", mode: 0o644, uid: 0, gid: 0, mtime: 0, size: 4, inode: 0, links: 2 },
        digest: "sha256:982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1",
      },
    );
    assert.equal(context.lstat(imagePath("d/g"))?.inode, file?.inode);
    assert.equal(context.lstat(imagePath("l"))?.target, "nowhere");
    assert.equal(context.lstat(imagePath("p"))?.type, "fifo");
    assert.equal(context.lstat(imagePath("d/f/x")), undefined);
    assert.equal(context.lstat(imagePath("d/none")), undefined);
    assert.equal(await text(context, "d/f"), "text");
  });

  it("warns of a socket and has an empty file in its place", async () => {
    const root = directory();
    await writeFiles(root, { s: { socket: true } });
    const ctx = testCtx();
    const context = await open(root, {}, ctx);
    assert.equal(context.lstat(imagePath("s"))?.type, "file");
    assert.equal(context.lstat(imagePath("s"))?.size, 0);
    assert.equal(await text(context, "s"), "");
    assert.deepEqual(
      ctx.events.map((event) => event.type === "warning" && event.code),
      ["context/socket"],
    );
  });

  it("holds names that are not UTF-8", async () => {
    const root = directory();
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x66, 0xff, 0xfe])]), "bytes");
    const context = await open(root);
    assert.deepEqual(context.list(top), ["f\xff\xfe"]);
    assert.equal(context.lstat("f\xff\xfe" as ImagePath)?.size, 5);
  });

  it("finds every name in whatever order it is asked, and none that is not there", async () => {
    const root = directory();
    const names = ["a", "a-b", "a.b", "aa", "b", "é", "ée", "日本", "z".repeat(200)];
    for (const folder of ["", "d", "d/e"]) write(root, Object.fromEntries(names.map((n) => [path.join(folder, n), n])));
    const context = await open(root);
    const paths = ["", "d/", "d/e/"].flatMap((folder) => names.map((name) => folder + name));
    for (const order of [paths, paths.toReversed(), paths.toSorted((a, b) => (a.at(-1)! < b.at(-1)! ? -1 : 1))])
      for (const at of order) {
        assert.equal(context.lstat(imagePath(at))?.size, Buffer.byteLength(path.basename(at)), at);
        for (const other of [`${at}0`, at.slice(0, -1) + "\u{1}"])
          assert.equal(context.lstat(imagePath(other)), undefined);
      }
  });

  it("is read once: what changes after the walk is not seen, whoever asks", async () => {
    const root = directory();
    write(root, { "d/a": "1", "d/b": "2" });
    const context = await open(root, { ignore: readIgnoreRules(root, undefined) });
    const before = modesOf(context);
    write(root, { "d/a": "longer", "d/c": "3", e: "4" });
    assert.equal(context.hidden(imagePath("d/c")), undefined);
    assert.deepEqual(modesOf(context), before);
    assert.equal(context.lstat(imagePath("d/a"))?.size, 1);
    assert.deepEqual(context.list(imagePath("d")), ["a", "b"]);
  });

  it("refuses a directory that is none", async () => {
    const root = directory();
    write(root, { f: "" });
    await assert.rejects(open(path.join(root, "f")), isProblem("context/no-directory", /not a directory/));
    await assert.rejects(open(path.join(root, "none")), isProblem("context/no-directory", /ENOENT/));
  });
});

describe("the same files are the same context", () => {
  const digestOf = async (root: string): Promise<string> => {
    const tree = await open(root);
    return sourcesDigest(findSources({ tree, name: "the build context" }, { text: ".", where }));
  };

  it("under another umask, order of writing, time and directory", async () => {
    const [one, two] = [directory(), directory()];
    write(one, { "a/x.py": "x", "b.sh": "b" }, 0o664);
    chmodSync(path.join(one, "b.sh"), 0o775);
    write(two, { "b.sh": "b" }, 0o700);
    write(two, { "a/x.py": "x" }, 0o600);
    chmodSync(path.join(two, "a"), 0o2700);
    utimesSync(path.join(two, "a/x.py"), 1, 1);
    assert.equal(await digestOf(one), await digestOf(two));
  });

  it("and another byte, name, x bit or link is another one", async () => {
    const base = { "a/x.py": "x", "b.sh": "b" };
    const changes: readonly ((root: string) => void)[] = [
      (root) => writeFileSync(path.join(root, "b.sh"), "c"),
      (root) => write(root, { "c.sh": "b" }),
      (root) => chmodSync(path.join(root, "b.sh"), 0o755),
      (root) => symlinkSync("b.sh", path.join(root, "l")),
      (root) => mkdirSync(path.join(root, "empty")),
    ];
    const roots = [() => undefined, ...changes].map((change) => {
      const root = directory();
      write(root, base);
      change(root);
      return root;
    });
    const digests = await Promise.all(roots.map(digestOf));
    assert.equal(new Set(digests).size, roots.length);
  });
});

describe("files that cannot be believed", () => {
  it("one that changes while it is read is an error that names it", async () => {
    const root = directory();
    write(root, { "d/log.txt": "x".repeat(3 << 20) });
    const context = await open(root);
    const reading = async () => {
      for await (const _ of context.read(imagePath("d/log.txt"))) appendFileSync(path.join(root, "d/log.txt"), "more");
    };
    await assert.rejects(reading, isProblem("context/changed", /d\/log\.txt.*dockerignore/));
  });

  it("one that changed after the walk is an error too, and so is one that is gone", async () => {
    const root = directory();
    write(root, { a: "1", b: "1" });
    const context = await open(root);
    const [a, b] = [context.lstat(imagePath("a")), context.lstat(imagePath("b"))];
    writeFileSync(path.join(root, "a"), "22");
    execFileSync("rm", [path.join(root, "b")]);
    assert.throws(() => a?.digest, isProblem("context/changed", /^a changed/));
    assert.throws(() => b?.digest, isProblem("context/changed", /^b changed/));
  });

  it("one that may not be read is an error that names it and .dockerignore", async () => {
    const root = directory();
    write(root, { "d/secret": "s" }, 0o000);
    write(root, { "e/f": "f" });
    chmodSync(path.join(root, "e"), 0o000);
    chmodSync(root, 0o755);
    const isRoot = process.geteuid?.() === 0;
    const context = await open(root);
    try {
      if (isRoot) process.seteuid?.(65534);
      assert.throws(
        () => context.lstat(imagePath("d/secret"))?.digest,
        isProblem("context/unreadable", /d\/secret.*EACCES.*dockerignore/),
      );
      assert.throws(() => context.list(imagePath("e")), isProblem("context/unreadable", /^e cannot/));
    } finally {
      if (isRoot) process.seteuid?.(0);
      chmodSync(path.join(root, "e"), 0o755);
    }
  });
});

describe(".dockerignore", () => {
  it("hides files, and shows what an exception names in a hidden directory", async () => {
    const root = directory();
    write(root, {
      "a.py": "",
      "media/x/one": "",
      "media/y/two": "",
      "secret.env": "",
      ".dockerignore": "media\n!media/y\n*.env\n",
    });
    const context = await open(root, { ignore: readIgnoreRules(root, undefined) });
    assert.deepEqual(Object.keys(modesOf(context)), [".dockerignore", "a.py", "media", "media/y", "media/y/two"]);
    assert.deepEqual(context.hidden(imagePath("secret.env")), { line: 3, text: "*.env" });
    assert.equal(context.hidden(imagePath("a.py")), undefined);
    assert.equal(context.hidden(imagePath("no.env")), undefined);
    assert.equal(context.lstat(imagePath("media/x/one")), undefined);
  });

  it("of the Dockerfile beats that of the context", () => {
    const root = directory();
    write(root, { ".dockerignore": "one", "deploy/Dockerfile.dockerignore": "two" });
    assert.equal(findIgnoreFile(root, path.join(root, "deploy/Dockerfile"))?.text, "two");
    assert.equal(findIgnoreFile(root, path.join(root, "Dockerfile"))?.text, "one");
    assert.equal(findIgnoreFile(directory(), undefined), undefined);
  });

  it("keeps hidden directories closed", async () => {
    const root = directory();
    write(root, { "cache/deep/f": "", "a.py": "", ".dockerignore": "cache\n!*.py\n" });
    execFileSync("rm", ["-r", path.join(root, "cache/deep")]);
    symlinkSync("/nonexistent", path.join(root, "cache/deep"));
    const context = await open(root, { ignore: readIgnoreRules(root, undefined) });
    assert.deepEqual(context.list(top), [".dockerignore", "a.py"]);
  });
});
