import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { defaultCapabilities } from "../../src/executor/linux/capabilities.ts";
import { linuxBundle } from "../support/linux-bundle.ts";
import { type SystemUser, systemUser } from "../support/system-user.ts";

const { driver } = await linuxBundle();

/** Runs the contract by `prefix` in a directory that belongs to `uid`; gives what it printed where it failed. */
function failures(prefix: readonly string[], uid: number, mode: string, engine: string): string {
  const directory = mkdtempSync(join(tmpdir(), "djib-rights-"));
  try {
    chownSync(directory, uid, uid);
    const [program, ...args] = [...prefix, process.execPath, driver, directory, mode, engine];
    const env = { PATH: process.env["PATH"], HOME: directory };
    const { status, stdout, stderr } = spawnSync(program!, args, { env, cwd: directory, encoding: "utf8" });
    return status === 0 ? "" : stdout + stderr;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

describe("without root, with subordinate ids", () => {
  let user: SystemUser;
  before(() => (user = systemUser()));
  after(() => user[Symbol.dispose]());
  for (const engine of ["crun", "unshare"])
    it(`${engine} keeps the whole contract, with the same entries as root`, () =>
      assert.equal(
        failures(
          ["setpriv", `--reuid=${user.uid}`, `--regid=${user.uid}`, "--init-groups"],
          user.uid,
          "rootless",
          engine,
        ),
        "",
      ));
});

it("root with Docker's default capabilities alone keeps the contract by chroot", () => {
  const bounding = defaultCapabilities.map((name) => `+${name.slice(4).toLowerCase()}`).join(",");
  assert.equal(failures(["setpriv", "--inh-caps=-all", `--bounding-set=-all,${bounding}`], 0, "chroot", "chroot"), "");
});
