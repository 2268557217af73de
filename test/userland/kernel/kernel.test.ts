import assert from "node:assert/strict";
import { test } from "node:test";
import type { Process } from "../../../src/userland/kernel/process.ts";
import { Refusal } from "../../../src/userland/kernel/refusal.ts";
import { isErrno } from "../../../src/userland/kernel/errno.ts";
import { listing, runMain, treeOf } from "../../support/userland.ts";

const fails = (code: string) => (error: unknown) => isErrno(error) && error.code === code;
const read = async (proc: Process, path: string): Promise<string> => {
  const file = await proc.files.open(path, { read: true });
  let text = "";
  for (;;) {
    const part = await file.read(3);
    if (part.length === 0) break;
    text += Buffer.from(part).toString("latin1");
  }
  file.close();
  return text;
};
const write = async (proc: Process, path: string, text: string, append = false) => {
  const file = await proc.files.open(path, { write: true, create: true, truncate: !append, append });
  await file.write(Buffer.from(text));
  file.close();
};

test("a program reads, writes, renames and removes, and the tree below stays as it was", async () => {
  const below = treeOf({ "etc/a": "one", "etc/b": "two", "lib/": {}, "lib/x": "x" });
  const before = await listing(below);
  const { status, tree } = await runMain(
    async (proc) => {
      const { files } = proc;
      assert.equal(await read(proc, "/etc/a"), "one");
      await write(proc, "/etc/a", " more", true);
      assert.equal(await read(proc, "/etc/a"), "one more");
      files.rename("/lib", "/usr");
      files.unlink("/etc/b");
      files.link("/etc/a", "/usr/a");
      files.symlink("../etc", "/usr/e");
      assert.equal(await read(proc, "/usr/e/a"), "one more");
      assert.equal(files.realPath("/usr/e/a"), "/etc/a");
      assert.throws(() => files.removeDirectory("/usr"), fails("ENOTEMPTY"));
      assert.throws(() => files.rename("/usr", "/usr/below"), fails("EINVAL"));
      return 0;
    },
    ["main"],
    { tree: below },
  );
  assert.equal(status, 0);
  assert.deepEqual(await listing(below), before);
  assert.deepEqual(await listing(tree), [
    "directory 755 0:0 etc",
    'file 644 0:0 etc/a "one more"',
    "directory 755 0:0 usr",
    'file 644 0:0 usr/a "one more"',
    "symlink 777 0:0 usr/e ../etc",
    'file 644 0:0 usr/x "x"',
  ]);
});

test("two ends of a pipe wait for each other, and one that nobody reads ends its writer by SIGPIPE", async () => {
  const { status, out } = await runMain(
    async (proc) => {
      const pipe = proc.pipe();
      const with1 = new Map(proc.descriptors).set(1, pipe.write);
      const yes = proc.fork(
        async (child) => {
          for (;;) await child.out("y\n".repeat(5000));
        },
        { descriptors: with1 },
      );
      pipe.write.close();
      const first = await pipe.read.read(4);
      await proc.out(Buffer.from(first).toString("latin1"));
      pipe.read.close();
      return yes.ended;
    },
    ["main"],
  );
  assert.equal(out, "y\ny\n");
  assert.equal(status, 141);
});

test("a process that is killed while it waits ends with its signal, and a cancelled build ends all", async () => {
  const abort = new AbortController();
  const { status } = await runMain(
    async (proc) => {
      const pipe = proc.pipe();
      const waiting = proc.fork(async (child) => (await child.descriptor(0).read(1)).length, {
        descriptors: new Map([[0, pipe.read]]),
      });
      await new Promise((resolve) => setTimeout(resolve, 5));
      proc.kill(waiting.id, 15);
      return waiting.ended;
    },
    ["main"],
  );
  assert.equal(status, 143);
  const endless = runMain(
    async (proc) => {
      for (;;) await proc.breathe();
    },
    ["main"],
    { signal: abort.signal },
  );
  setTimeout(() => abort.abort(new Error("cancelled")), 20);
  await assert.rejects(endless, /cancelled/);
});

test("whoever is not root is held to modes, and /proc is refused", async () => {
  const files = { "secret/": { mode: 0o700 }, "secret/x": "x", "open/": { mode: 0o1777 }, "open/r": "r", p: "p" };
  const who = { uid: 1000, gid: 1000, groups: [1000] };
  const { tree } = await runMain(
    async (proc) => {
      assert.throws(() => proc.files.stat("/secret/x"), fails("EACCES"));
      assert.throws(() => proc.files.unlink("/open/r"), fails("EPERM"));
      assert.throws(() => proc.files.makeDirectory("/x"), fails("EACCES"));
      assert.throws(() => proc.files.changeMode("/p", 0o777), fails("EPERM"));
      await assert.rejects(write(proc, "/p", "q"), fails("EACCES"));
      await write(proc, "/open/mine", "m");
      await write(proc, "/dev/null", "m");
      assert.throws(() => proc.files.stat("/proc/cpuinfo"), Refusal);
      assert.throws(() => proc.files.list("/proc"), Refusal);
      assert.deepEqual(proc.files.entries("/proc"), []);
      return 0;
    },
    ["main"],
    { files, who },
  );
  assert.ok((await listing(tree)).includes('file 644 1000:1000 open/mine "m"'));
});

test("content beyond what is held in memory comes back as it was written", async () => {
  const part = Buffer.alloc(1 << 20, "0123456789abcdef");
  const { out } = await runMain(
    async (proc) => {
      const file = await proc.files.open("/big", { read: true, write: true, create: true });
      for (let i = 0; i < 48; i++) await file.write(part);
      await file.write(Buffer.from("end"));
      file.seek(-19, "end");
      for (const max of [100, 100]) await proc.out(Buffer.from(await file.read(max)).toString("latin1"));
      file.close();
      return 0;
    },
    ["main"],
  );
  assert.equal(out, "0123456789abcdefend");
});

test("processes that only make more processes are stopped, and nothing of them goes on", async () => {
  let begun = 0;
  const bomb = async (proc: Process): Promise<number> => {
    begun++;
    proc.fork(bomb);
    proc.fork(bomb);
    await proc.breathe();
    return 0;
  };
  const breed = async (proc: Process): Promise<number> => {
    for (;;) {
      proc.fork(bomb);
      await proc.breathe();
    }
  };
  await assert.rejects(runMain(breed, ["main"]), /more than 1024 processes/);
  const then = begun;
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(begun, then);
});
