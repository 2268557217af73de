import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdirSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { root } from "../../scripts/lib/root.mjs";
import { distCopy } from "../support/dist-copy.ts";
import { type Workshop, workshop } from "../support/djib.ts";
import { type SystemUser, systemUser } from "../support/system-user.ts";

describe("a user with subordinate ids, and no other rights", () => {
  let shop: Workshop;
  let user: SystemUser;
  before(async () => {
    [shop, user] = [await workshop(), systemUser()];
    chmodSync(shop.folder, 0o755);
  });
  after(async () => {
    user?.[Symbol.dispose]();
    await shop?.stop();
  });

  it("builds the very image that root builds, and prunes what it unpacked", async () => {
    const context = path.join(shop.folder, "basic");
    cpSync(path.join(root, "examples/basic"), context, { recursive: true });
    const home = path.join(shop.folder, "home");
    mkdirSync(home);
    chownSync(home, user.uid, user.uid);
    const own = [process.execPath, distCopy(shop.folder)];
    const djib = (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync(
        "setpriv",
        [`--reuid=${user.uid}`, `--regid=${user.uid}`, "--init-groups", ...own, ...args],
        {
          cwd: home,
          encoding: "utf8",
          env: {
            PATH: process.env["PATH"],
            HOME: home,
            DJIB_STORE: path.join(home, "store"),
            DJIB_REGISTRY_MIRROR: `docker.io=${shop.mirror}`,
            DOCKER_HOST: `unix://${home}/no-engine.sock`,
          },
        },
      );
      assert.equal(status, 0, stderr);
      return { stdout, stderr };
    };
    const ours = djib("build", "--no-load", "--progress", "plain", context);
    assert.match(ours.stderr, /RUN by \w+, rootless/);
    const id = djib("build", "-q", "--no-load", context).stdout.trim();
    assert.equal(id, (await shop.ok(["build", "-q", "--no-load", context])).stdout.trim());
    assert.match(djib("prune").stdout, /^\d+ files, /);
  });
});
