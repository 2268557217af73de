import assert from "node:assert/strict";
import { test } from "node:test";
import { previewScript } from "../../../src/userland/shell/preview.ts";

const seen = (script: string) =>
  previewScript(script).commands.map(({ words, line, conditional, kind }) =>
    [line, conditional ? "?" : "!", kind, ...words.map((word) => word ?? "<unknown>")].join(" "),
  );

test("A script's commands are known before it runs, with their lines", () => {
  assert.deepEqual(
    seen("set -eux; \\\n  apt-get update && apt-get install -y \"$PKG\" 'a b'\n\nrm -rf /var/lib/apt/lists/*"),
    [
      "1 ! builtin set -eux",
      "2 ! external apt-get update",
      "2 ? external apt-get install -y <unknown> a b",
      "4 ! external rm -rf <unknown>",
    ],
  );
});

test("Conditions, loops and functions make a command conditional", () => {
  assert.deepEqual(
    seen("if a; then b; elif c; then d; else e; fi; while f; do g; done; h() { i; }; h; case $(j) in k) l;; esac"),
    [
      ...["1 ! external a", "1 ? external b", "1 ? external c", "1 ? external d", "1 ? external e"],
      ...["1 ! external f", "1 ? external g", "1 ? external i", "1 ! function h", "1 ! external j", "1 ? external l"],
    ],
  );
});

test("command, exec, eval and aliases are seen through", () => {
  assert.deepEqual(seen("alias ll='ls -l'\nll x\ncommand ls; exec gosu app; eval 'echo a; foo b'; eval \"$x\"; $y z"), [
    "1 ! builtin alias ll=ls -l",
    ...["2 ! external ls -l x", "3 ! external ls", "3 ! external gosu app", "3 ! builtin echo a", "3 ! external foo b"],
    "3 ! builtin eval <unknown>",
    "3 ! unknown <unknown> z",
  ]);
});

test("Commands in substitutions, here-documents and assignments are seen", () => {
  assert.deepEqual(seen('x=$(a b) c "${d:-$(e)}" `f`\ncat <<E\n$(g)\nE'), [
    ...["1 ! external a b", "1 ? external e", "1 ! external f", "1 ! external c <unknown> <unknown>"],
    ...["3 ! external g", "2 ! external cat"],
  ]);
});

test("A mistake in the script is told with what comes before it", () => {
  const { commands, mistake } = previewScript("a\nif b; then\nc");
  assert.equal(commands.length, 1);
  assert.deepEqual(mistake, { message: 'end of file unexpected (expecting "fi")', line: 3 });
});

test("What a builtin cannot do is known before", () => {
  const refused = (script: string) => previewScript(script).commands.map((command) => command.refused?.word);
  assert.deepEqual(refused("ulimit -n 1024; ulimit -c 0; trap '' PIPE; trap 'x' INT; trap x CHLD; kill 0; kill -0 1"), [
    ...["ulimit -n 1024", undefined, "trap '' PIPE", undefined, "trap … CHLD", "kill 0", undefined],
  ]);
});
