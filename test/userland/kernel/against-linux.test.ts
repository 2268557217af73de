// The same calls made of this machine's Linux and of ours, at random: answers, errors and trees are equal.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import type { Files } from "../../../src/userland/kernel/files.ts";
import { SystemError } from "../../../src/userland/kernel/errno.ts";
import { runMain } from "../../support/userland.ts";

type Call = readonly [name: string, ...args: (string | number)[]];

const names = ["a", "b", "a/b", "a/b/c", "b/a", "./a", "a/../b", "a/", "a//b", "a/.", "a/..", "b/..", "", "c", "c/x"];
const path = fc.constantFrom(...names);
const targets = fc.constantFrom("a", "b", "../a", "..", ".", "a/b", "c", "missing", "c/");
const mode = fc.constantFrom(0o777, 0o755, 0o644, 0o600, 0o000, 0o1777, 0o2775, 0o4755, 0o6711, 0o711, 0o444, 0o555);
const id = fc.constantFrom(0, 1000, 1001, -1);

const calls: fc.Arbitrary<Call> = fc.oneof(
  fc.tuple(fc.constant("mkdir"), path, mode),
  fc.tuple(fc.constant("write"), path, fc.constantFrom("r", "w", "a", "wx", "r+", "ax"), fc.constantFrom("x", "yy")),
  fc.tuple(fc.constantFrom("rmdir", "unlink", "list", "stat", "lstat", "readlink", "real", "read"), path),
  fc.tuple(fc.constantFrom("rename", "link"), path, path),
  // Not c to c/: of such a circle Linux says EISDIR where a file would be made, and we ELOOP.
  fc.tuple(
    fc.constant("symlink"),
    targets,
    path.filter((name) => name !== "c"),
  ),
  fc.tuple(fc.constant("chmod"), path, mode),
  fc.tuple(fc.constantFrom("chown", "lchown"), path, id, id),
  fc.tuple(fc.constant("truncate"), path, fc.constantFrom(0, 1, 5)),
  fc.tuple(fc.constant("utimes"), path, fc.constantFrom(1, 99_999)),
);

interface Who {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

const shape = (
  type: string,
  stat: { mode: number | bigint; uid: number; gid: number; size: number; links: number },
) => {
  const { uid, gid, size, links } = stat;
  const perm = (Number(stat.mode) & 0o7777).toString(8);
  return `${type} ${type === "symlink" ? "" : perm} ${uid}:${gid} ${type === "directory" ? "" : `${size} ${links}`}`;
};

/** Where the calls are made: below so many directories that no path here leads out of them. */
const within = "t/t/t/r";

/** A call of Linux's, in `root`. */
function real([name, at, ...args]: Call, root: string): unknown {
  // As a process in that directory would write it.
  const p = at as string;
  const [x, y] = args;
  switch (name) {
    case "mkdir":
      return void fs.mkdirSync(p, { mode: x as number });
    case "write": {
      const file = fs.openSync(p, x as string);
      try {
        if (x !== "r") fs.writeSync(file, y as string);
      } finally {
        fs.closeSync(file);
      }
      return undefined;
    }
    case "rmdir":
      return void fs.rmdirSync(p);
    case "unlink":
      return void fs.unlinkSync(p);
    case "list":
      return fs
        .readdirSync(p, { withFileTypes: true })
        .map((one) => `${one.name} ${one.isDirectory() ? "directory" : one.isSymbolicLink() ? "symlink" : "file"}`)
        .sort();
    case "stat":
    case "lstat": {
      const stat = name === "stat" ? fs.statSync(p) : fs.lstatSync(p);
      const type = stat.isDirectory() ? "directory" : stat.isSymbolicLink() ? "symlink" : "file";
      return shape(type, { mode: stat.mode, uid: stat.uid, gid: stat.gid, size: stat.size, links: stat.nlink });
    }
    case "readlink":
      return fs.readlinkSync(p);
    case "real":
      // Node takes "" for the working directory.
      fs.lstatSync(p);
      return fs.realpathSync.native(p).slice(root.length);
    case "read":
      return fs.readFileSync(p, "latin1");
    case "rename":
      return void fs.renameSync(p, x as string);
    case "link":
      return void fs.linkSync(p, x as string);
    case "symlink":
      return void fs.symlinkSync(p, x as string);
    case "chmod":
      return void fs.chmodSync(p, x as number);
    case "chown":
      return void fs.chownSync(p, x as number, y as number);
    case "lchown":
      return void fs.lchownSync(p, x as number, y as number);
    case "truncate":
      return void fs.truncateSync(p, x as number);
    case "utimes":
      return void fs.utimesSync(p, x as number, x as number);
    default:
      return void fs.accessSync(p, x as number);
  }
}

/** The same of ours. */
async function ours([name, at, ...args]: Call, files: Files): Promise<unknown> {
  const p = at as string;
  const [x, y] = args;
  const n = x as number;
  const flags = {
    r: { read: true },
    w: { write: true, create: true, truncate: true },
    wx: { write: true, create: true, truncate: true, exclusive: true },
    a: { write: true, create: true, append: true },
    ax: { write: true, create: true, append: true, exclusive: true },
    "r+": { read: true, write: true },
  };
  switch (name) {
    case "mkdir":
      return files.makeDirectory(p, n);
    case "write": {
      const file = await files.open(p, flags[x as keyof typeof flags]);
      try {
        if (x !== "r") await file.write(Buffer.from(y as string));
      } finally {
        file.close();
      }
      return undefined;
    }
    case "rmdir":
      return files.removeDirectory(p);
    case "unlink":
      return files.unlink(p);
    case "list":
      return files.entries(p).map(({ name, type }) => `${name} ${type}`);
    case "stat":
    case "lstat": {
      const { type, links, ...stat } = files[name](p);
      return shape(type, { ...stat, links });
    }
    case "readlink":
      return files.readLink(p);
    case "real": {
      const path = files.realPath(p);
      return path.slice(within.length + 1);
    }
    case "read": {
      const file = await files.open(p, { read: true });
      const parts: Uint8Array[] = [];
      try {
        for (;;) {
          const part = await file.read(100);
          if (part.length === 0) return Buffer.concat(parts).toString("latin1");
          parts.push(part);
        }
      } finally {
        file.close();
      }
    }
    case "rename":
      return files.rename(p, x as string);
    case "link":
      return files.link(p, x as string);
    case "symlink":
      return files.symlink(p, x as string);
    case "chmod":
      return files.changeMode(p, n);
    case "chown":
    case "lchown":
      return files.changeOwner(p, n, y as number, { follow: name === "chown" });
    case "truncate":
      return files.truncate(p, n);
    case "utimes":
      return files.setTimes(p, BigInt(n) * 1_000_000_000n, BigInt(n) * 1_000_000_000n);
    default:
      return files.access(p, { read: (n & 4) !== 0, write: (n & 2) !== 0, execute: (n & 1) !== 0 });
  }
}

/** access(2) asks for the real ids, which stay root's here. */
const asRoot: fc.Arbitrary<Call> = fc.tuple(fc.constant("access"), path, fc.integer({ min: 0, max: 7 }));

const people: readonly Who[] = [
  { uid: 0, gid: 0, groups: [0] },
  { uid: 1000, gid: 1000, groups: [1000, 1001] },
  { uid: 1001, gid: 100, groups: [100] },
];

/** What each call answers on Linux, as whoever makes it. */
function onLinux(program: readonly (readonly [number, Call])[]): unknown[] {
  const top = fs.mkdtempSync(join(tmpdir(), "djib-calls-"));
  const root = join(top, within);
  fs.chmodSync(top, 0o755);
  fs.mkdirSync(root, { recursive: true });
  fs.chmodSync(root, 0o777);
  const before = { cwd: process.cwd(), umask: process.umask(0o022), groups: process.getgroups!() };
  process.chdir(root);
  try {
    return program.map(([who, call]) => {
      const { uid, gid, groups } = people[who]!;
      process.setgroups!([...groups]);
      process.setegid!(gid);
      process.seteuid!(uid);
      try {
        return real(call, root) ?? "done";
      } catch (error) {
        return (error as { code: string }).code;
      } finally {
        process.seteuid!(0);
        process.setegid!(0);
      }
    });
  } finally {
    process.setgroups!(before.groups);
    process.chdir(before.cwd);
    process.umask(before.umask);
    fs.rmSync(top, { recursive: true });
  }
}

async function onOurs(program: readonly (readonly [number, Call])[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  await runMain(
    async (proc) => {
      for (const [who, call] of program) {
        proc.credentials = people[who]!;
        try {
          answers.push((await ours(call, proc.files)) ?? "done");
        } catch (error) {
          if (!(error instanceof SystemError)) throw error;
          answers.push(error.code);
        }
      }
      return 0;
    },
    ["main"],
    { files: { [`${within}/`]: { mode: 0o777 } }, cwd: `/${within}` },
  );
  return answers;
}

test("system calls answer as Linux's do, whoever makes them", async () => {
  const anybody = fc.tuple(fc.nat(people.length - 1), calls);
  const step = fc.oneof({ weight: 9, arbitrary: anybody }, { weight: 1, arbitrary: fc.tuple(fc.constant(0), asRoot) });
  const program = fc.array(step, { minLength: 5, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(program, async (program) => {
      const told = (answers: readonly unknown[]) =>
        program.map(([who, call], i) => `${who} ${call.join(" ")}: ${JSON.stringify(answers[i])}`);
      assert.deepEqual(told(await onOurs(program)), told(onLinux(program)));
    }),
    { numRuns: 150, includeErrorInReport: true },
  );
});
