// All examples by BuildKit and by djib, both live: npm test does so for one, and for the others it
// believes the recordings.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { root } from "../../scripts/lib/root.mjs";
import { allowed } from "../e2e/allowed.ts";
import { readBuilt } from "../support/built.ts";
import { baseContext, buildKitExamples, examples } from "../support/buildkit-examples.ts";
import { differences } from "../support/differences.ts";
import { workshop } from "../support/djib.ts";

export const recordedBy = ["test/e2e/allowed.ts", "test/support/built.ts", "test/support/tree-rows.ts"];

/** Resolves to how many paths were compared, and each difference that has a reason. */
export async function verify(): Promise<object> {
  const shop = await workshop();
  const folder = mkdtempSync(path.join(os.tmpdir(), "djib-verify-"));
  try {
    const theirs = await buildKitExamples(shop.mirror, examples);
    if (theirs === undefined) throw new Error("BuildKit cannot be built here: it needs Go");
    const baseTar = path.join(folder, "base.tar");
    await shop.ok(["build", "--no-load", "-o", `type=tar,dest=${baseTar}`, baseContext(folder)]);
    const results: Record<string, object> = {};
    for (const name of examples) {
      const [tar, archive] = [path.join(folder, `${name}.tar`), path.join(folder, `${name}.oci.tar`)];
      const outputs = ["-o", `type=tar,dest=${tar}`, "-o", `type=oci,dest=${archive}`];
      await shop.ok(["build", "--no-load", ...outputs, path.join(root, "examples", name)]);
      const ours = await readBuilt(tar, baseTar, archive);
      const found = differences(ours, theirs[name]);
      const unexplained = found.filter((line) => !allowed.some((reason) => reason.line.test(line)));
      if (unexplained.length > 0) throw new Error(`${name}:\n${unexplained.slice(0, 20).join("\n")}`);
      results[name] = { paths: Object.keys(ours.files).length, allowed: found };
    }
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await shop.stop();
  }
}
