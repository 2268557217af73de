import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { root } from "../../scripts/lib/root.mjs";
import { readBuilt } from "../support/built.ts";
import type { BuiltImage } from "../support/built.ts";
import { baseContext, buildKitExamples, examples } from "../support/buildkit-examples.ts";
import { differences } from "../support/differences.ts";
import { workshop } from "../support/djib.ts";
import type { Workshop } from "../support/djib.ts";
import { allowed } from "./allowed.ts";

describe("the examples, beside what BuildKit makes of them", () => {
  let shop: Workshop;
  let baseTar: string;
  before(async () => {
    shop = await workshop();
    baseTar = path.join(shop.folder, "base.tar");
    await shop.ok(["build", "--no-load", "-o", `type=tar,dest=${baseTar}`, baseContext(shop.folder)]);
  });
  after(() => shop?.stop());

  for (const name of examples) {
    it(`${name}: the same files, configuration and history, but for a list of reasons`, async () => {
      const [tar, archive] = [path.join(shop.folder, `${name}.tar`), path.join(shop.folder, `${name}.oci.tar`)];
      const outputs = ["-o", `type=tar,dest=${tar}`, "-o", `type=oci,dest=${archive}`];
      await shop.ok(["build", "--no-load", ...outputs, path.join(root, "examples", name)]);
      const ours = await readBuilt(tar, baseTar, archive);
      const theirs = name === "multistage" ? ((await live(shop.mirror)) ?? recorded(name)) : recorded(name);
      const unexplained = differences(ours, theirs).filter((line) => !allowed.some((reason) => reason.line.test(line)));
      assert.deepEqual(unexplained, []);
    });
  }
});

function recorded(name: string): BuiltImage {
  return JSON.parse(readFileSync(path.join(root, `test/recordings/examples/${name}.json`), "utf8")) as BuiltImage;
}

/** One example is built by the real BuildKit each time, so that the recordings are known to hold. */
async function live(mirror: string): Promise<BuiltImage | undefined> {
  const built = await buildKitExamples(mirror, ["multistage"]);
  if (built === undefined) console.log("BuildKit cannot be had here (it needs Go): its recordings stand in for it.");
  return built?.multistage;
}
