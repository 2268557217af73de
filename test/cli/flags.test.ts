import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { root } from "../../scripts/lib/root.mjs";
import { catalogue } from "../../src/cli/commands/commands.ts";
import { explanations } from "../../src/cli/explanations.ts";
import { parseFlags } from "../../src/cli/flags.ts";
import { buildFlags } from "../../src/cli/build-flags.ts";
import type { DjibError } from "../../src/errors.ts";
import { type Workshop, workshop } from "../support/djib.ts";

const read = (...argv: string[]) => parseFlags(buildFlags, argv);
const refused = (argv: string[], code: string, words: RegExp) =>
  assert.throws(
    () => read(...argv),
    (error: DjibError) =>
      error.code === code && error.details.exitCode === 2 && words.test(`${error.message} ${error.details.help}`),
  );

it("takes values after = or as the next word, short and long, flags and arguments in any order", () => {
  const { flags, args } = read(".", "-t", "a", "-tb", "-t=c", "--tag=d", "--tag", "e", "--file=x", "--", "-q");
  assert.deepEqual(flags.tag, ["a", "b", "c", "d", "e"]);
  assert.equal(flags.file, "x");
  assert.equal(flags.quiet, undefined);
  assert.deepEqual(args, [".", "-q"]);
});

it("takes switches alone, in a group, and as true or false", () => {
  assert.equal(read("--pull").flags.pull, true);
  assert.equal(read("--pull=false").flags.pull, false);
  const { flags } = read("-qt", "shop", ".");
  assert.deepEqual([flags.quiet, flags.tag], [true, ["shop"]]);
});

it("keeps = in values, and tells KEY from KEY=", () => {
  const { flags } = read("--build-arg", "A=1=2", "--build-arg", "B=", "--build-arg=C", "--build-arg", "A=3");
  assert.deepEqual(
    [...flags["build-arg"]],
    [
      ["A", "3"],
      ["B", ""],
      ["C", undefined],
    ],
  );
});

it("refuses what it does not know with the nearest flag, and values that a flag does not take", () => {
  refused(["--build-args", "A=1"], "usage/unknown-flag", /--build-args.*did you mean --build-arg\?/);
  refused(["--xyzzy"], "usage/unknown-flag", /--help lists/);
  refused(["-z"], "usage/unknown-flag", /-z/);
  refused(["--constructor"], "usage/unknown-flag", /--constructor/);
  refused(["--network", "bridge"], "usage/bad-value", /default, none, host/);
  refused(["--tag"], "usage/bad-value", /--tag needs a value/);
  refused(["--pull=perhaps"], "usage/bad-value", /true or false/);
});

describe("the command line", () => {
  let shop: Workshop;
  before(async () => (shop = await workshop()));
  after(() => shop.stop());

  it("shows help of every command that fits a screen, with usage and an example", async () => {
    for (const [name, summary] of [...catalogue.list, ["", "djib builds Docker images"] as const]) {
      const { status, stdout, stderr } = await shop.djib(name === "" ? ["--help"] : [name, "--help"]);
      assert.deepEqual([status, stderr], [0, ""], name);
      assert.ok(stdout.startsWith(summary), name);
      assert.match(stdout, /\nUsage: djib/);
      assert.match(stdout, /\nExamples:\n {2}djib/);
      const lines = stdout.split("\n");
      // docker's own build has as many flags.
      assert.ok(lines.length <= (name === "build" ? 65 : 45), `${name}: ${lines.length} lines`);
      for (const line of lines) assert.ok(line.length <= 80, `${name}: ${line}`);
    }
  });

  it("ends wrong usage with status 2, the nearest command, and nothing on standard output", async () => {
    for (const [argv, code, words] of [
      [["biuld", "."], "usage/unknown-command", "did you mean djib build?"],
      [["build"], "usage/arguments", "usage: djib build [OPTIONS] PATH"],
      [["build", "a", "b"], "usage/arguments", "takes 1 argument, not 2"],
      [["build", "--taag", "x", "."], "usage/unknown-flag", "did you mean --tag?"],
      [["build", "--push", "."], "usage/conflict", "--push needs a name"],
      [["build", "--load", "--no-load", "."], "usage/conflict", "exclude each other"],
      [["build", "-o", "type=ocj,dest=x", "."], "usage/bad-value", "did you mean type=oci?"],
      [["build", "-o", "type=local,dest=-", "."], "usage/bad-value", "is a directory"],
      [["build", "-t", "a@sha256:".padEnd(73, "0"), "."], "usage/bad-value", "cannot hold a digest"],
      [["help", "copy/no-such-sorce"], "usage/unknown-code", "did you mean copy/no-such-source?"],
    ] as const) {
      const { status, stdout, stderr } = await shop.djib(argv);
      assert.deepEqual([status, stdout], [2, ""], stderr);
      assert.match(stderr, new RegExp(`^error\\[${code}\\]: `));
      assert.ok(stderr.includes(words), stderr);
    }
  });

  it("says its version, and as JSON what it runs on", async () => {
    const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };
    for (const argv of [["--version"], ["-v"], ["version"]])
      assert.equal((await shop.ok(argv)).stdout, `djib ${version}\n`);
    const all = JSON.parse((await shop.ok(["version", "--json"])).stdout) as object;
    assert.deepEqual(all, { version, node: process.versions.node, platform: process.platform, arch: process.arch });
  });

  it("explains every code of docs/errors.md", async () => {
    const page = readFileSync(path.join(root, "docs/errors.md"), "utf8");
    const sections = page.split(/^## /m).slice(1);
    const documented = sections.map((section) => section.trim().replace(/^`(.*)`\n\n/, "$1\n"));
    assert.deepEqual(
      [...explanations].map(([code, text]) => `${code}\n${text}`),
      documented,
    );
    assert.equal((await shop.ok(["help", "run/failed"])).stdout, `run/failed\n\n${explanations.get("run/failed")}\n`);
  });
});
