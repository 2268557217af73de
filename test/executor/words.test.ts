import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runtimeOutcome } from "../../src/executor/linux/engines/runtime-outcome.ts";
import { quote } from "../../src/executor/linux/engines/quote.ts";
import { describeExit } from "../../src/executor/exit-status.ts";
import { LastLines } from "../../src/executor/last-lines.ts";
import { subordinateIds } from "../../src/executor/linux/namespace.ts";
import { seccompFilter } from "../../src/executor/linux/seccomp.ts";

it("an exit is told in words that say what to look for", () => {
  assert.equal(describeExit(1, null), "exited with status 1");
  assert.match(describeExit(127, null), /not found \(127\)/);
  assert.match(describeExit(126, null), /could not be executed/);
  assert.match(describeExit(137, null), /out of memory/);
  assert.match(describeExit(139, null), /SIGSEGV/);
  assert.equal(describeExit(200, null), "exited with status 200");
  assert.equal(describeExit(null, "SIGTERM"), "was killed by SIGTERM");
});

it("the last lines are whole lines, without progress bars' rewrites, and do not grow", () => {
  const last = new LastLines(3);
  last.add("one\ntwo\nthr");
  last.add("ee\n10%\r50%\r100%\n");
  assert.deepEqual(last.lines, ["two", "three", "100%"]);
  for (let i = 0; i < 1000; i++) last.add("x".repeat(1000));
  assert.ok(last.lines.join("").length <= 16_384);
});

describe("a runtime's status 1", () => {
  const log = (msg: string) => `{"level":"warning","msg":"w"}\n{"level":"error","msg":${JSON.stringify(msg)}}\nnoise`;
  it("is the command's own where the log is silent", () => assert.deepEqual(runtimeOutcome(1, "noise"), { status: 1 }));
  it("is 127 or 126 where there was no program", () => {
    assert.equal(runtimeOutcome(1, log('exec: "x": executable file not found in $PATH')).status, 127);
    assert.equal(runtimeOutcome(255, log("exec /x: exec format error")).status, 126);
  });
  it("is the sandbox's fault otherwise", () =>
    assert.deepEqual(runtimeOutcome(1, log("cgroup trouble")), { status: 1, started: false, said: "cgroup trouble" }));
});

it("subordinate ids are found by name or number, and nothing else is taken for them", () => {
  const text = "other:1:2\nme:100000:65536\n1000:5:6\nbroken:x:1\n\n";
  assert.deepEqual(subordinateIds(text, "me", 1), { start: 100000, count: 65536 });
  assert.deepEqual(subordinateIds(text, "you", 1000), { start: 5, count: 6 });
  assert.equal(subordinateIds(text, "broken", 1), undefined);
  assert.equal(subordinateIds("", "me", undefined), undefined);
});

it("a word for the shell stays one word", () => assert.equal(quote("it's $HOME"), `'it'\\''s $HOME'`));

it("the filter lets nothing make namespaces, and knows no other architecture", () => {
  const { syscalls } = seccompFilter("amd64", false) as { syscalls: { names: string[]; args?: unknown[] }[] };
  const free = new Set(syscalls.filter(({ args }) => args === undefined).flatMap(({ names }) => names));
  for (const name of ["mount", "unshare", "setns", "clone", "bpf", "keyctl", "pivot_root", "socket", "personality"])
    assert.ok(!free.has(name), name);
  for (const name of ["chroot", "mknod", "chown", "execve", "futex_waitv"]) assert.ok(free.has(name), name);
  assert.equal(seccompFilter("mips", false), undefined);
});
