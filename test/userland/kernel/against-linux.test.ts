// The same calls made of this machine's Linux and of ours, at random: answers, errors and trees are equal.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { SystemError } from "../../../src/userland/kernel/errno.ts";
import { runMain } from "../../support/userland.ts";
import { type Call, ours, real, within } from "./calls.ts";

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
