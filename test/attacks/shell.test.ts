import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "../../src/userland/kernel/refusal.ts";
import { sh } from "../../src/userland/shell/program.ts";
import { run } from "../userland/shell/run-script.ts";

const script = (text: string, signal?: AbortSignal) => run(sh, ["-c", text], signal === undefined ? {} : { signal });

const refuses = async (text: string, what: RegExp) => {
  await assert.rejects(script(text), (error) => error instanceof Refusal && what.test(error.message));
};

for (const [name, text] of Object.entries({
  "An endless loop": "while :; do :; done",
  "An endless loop of a pipeline": "while :; do echo x; done | cat >/dev/null",
  "A loop of subshells": "while :; do (:); done",
  "A loop of substitutions": "while :; do x=$(echo y); done",
  "Waiting for what never ends": "sleep 1000 & wait",
  "Reading what never comes": "cat /dev/zero >/dev/null",
}))
  test(`${name} ends when the build is cancelled`, { timeout: 10_000 }, async () => {
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(new Error("cancelled")), 100);
    await assert.rejects(script(text, cancel.signal), /cancelled/);
  });

test("A fork bomb is refused", { timeout: 20_000 }, async () => {
  await refuses("f() { f | f; }; f", /processes/);
  await refuses("echo ./s >s; chmod +x s; ./s", /processes/);
});

test("Functions call each other 1,000 deep, as Debian's dash allows", async () => {
  const { status, err } = await script("f() { f; }; f");
  assert.deepEqual([status, err], [2, "sh: 1: Maximum function recursion depth (1000) reached\n"]);
});

test("Text that runs itself is refused", async () => {
  await refuses('x=\'eval "$x"\'; eval "$x"', /deep/);
  await refuses("echo '. ./s' >s; . ./s", /deep/);
});

test("What is nested without end is refused, never a crash", async () => {
  const deep = 100_000;
  await refuses("(".repeat(deep), /deep/);
  await refuses("{ ".repeat(deep), /deep/);
  await refuses("echo $(".repeat(deep), /deep/);
  await refuses(`echo ${"${x:-".repeat(deep)}`, /deep/);
  await refuses("f() ".repeat(deep), /deep/);
  await refuses(`echo $((${"(".repeat(deep)}1${")".repeat(deep)}))`, /deep/);
  await refuses(`echo $((${"1?1:".repeat(deep)}1))`, /deep/);
  await refuses(`[ ${"! ".repeat(deep)} ]`, /stack/);
});

test("Long chains are run", async () => {
  const { out } = await script(`${"true && ".repeat(2000)}echo end; ${"false || ".repeat(2000)}echo too`);
  assert.equal(out, "end\ntoo\n");
});

test("A variable that doubles without end is refused", async () => {
  await refuses("x=aaaaaaaaaaaaaaaa; while :; do x=$x$x; done", /bytes/);
});

test("Aliases that multiply are refused", async () => {
  const names = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".split("");
  const lines = names.slice(0, -1).map((name, at) => `alias ${name}='${names[at + 1]} ${names[at + 1]} '`);
  await refuses(`${lines.join("\n")}\na`, /grows|deep/);
});

test("A pattern that backtracks is bounded", async () => {
  const { status } = await script(
    "x=$(printf '%5000s' | { read -r y; echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; }); case $x in *a*a*a*a*a*a*a*a*a*a*b) exit 1;; esac",
  );
  assert.equal(status, 0);
});

test("Four hundred megabytes go through pipes in less memory than half of them take", { timeout: 60_000 }, async () => {
  const before = process.memoryUsage().rss;
  const { out } = await script("cat /dev/zero | head -c 400000000 | cat | wc -c");
  assert.equal(out, "400000000\n");
  const grown = process.memoryUsage().rss - before;
  // What the collector has not come to yet is part of it.
  assert.ok(grown < 200_000_000, `${grown} bytes more`);
});
