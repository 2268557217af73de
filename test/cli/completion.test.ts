import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, describe, it } from "node:test";
import { type Workshop, workshop } from "../support/djib.ts";
import { buildFlags } from "../../src/cli/build-flags.ts";
import { catalogue } from "../../src/cli/commands/commands.ts";

describe("djib completion", () => {
  let shop: Workshop;
  let script: string;
  before(async () => {
    shop = await workshop();
    script = (await shop.ok(["completion", "bash"])).stdout;
  });
  after(() => shop.stop());

  /** What bash offers for the last of these words. */
  function offered(...words: string[]): string[] {
    const run = `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _djib; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const out = execFileSync("bash", ["-c", run, "bash", "djib", ...words], { encoding: "utf8" });
    return out
      .trim()
      .split("\n")
      .filter((word) => word !== "");
  }

  it("completes commands, flags and their choices in bash, and leaves the rest to files", () => {
    assert.deepEqual(offered("pu"), ["pull", "push"]);
    assert.deepEqual(offered("build", "--pu"), ["--pull", "--push"]);
    assert.deepEqual(offered("build", "-t", "x", "--progress", "r"), ["rawjson"]);
    assert.deepEqual(offered("build", "--network", "=", "h"), ["host"]);
    assert.deepEqual(offered("build", "--network", "="), ["default", "none", "host"]);
    assert.deepEqual(offered("build", "Dock"), []);
  });

  it("names every command and every flag in zsh and fish", async () => {
    for (const shell of ["zsh", "fish"]) {
      const { stdout } = await shop.ok(["completion", shell]);
      for (const [name, summary] of catalogue.list)
        assert.ok(stdout.includes(name) && stdout.includes(summary.split("'")[0]!));
      for (const [name, { about }] of Object.entries(buildFlags)) {
        const text = about.split("'")[0]!;
        const shown = shell === "zsh" ? text.replaceAll(/[[\]]/g, "\\$&") : text;
        assert.ok(stdout.includes(shell === "zsh" ? `--${name}` : `-l ${name} `) && stdout.includes(shown), name);
      }
    }
  });

  it("refuses other shells", async () => {
    const { status, stderr } = await shop.djib(["completion", "tcsh"]);
    assert.equal(status, 2);
    assert.match(stderr, /bash, zsh and fish, not for tcsh/);
  });
});
