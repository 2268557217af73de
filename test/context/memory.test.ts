import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { it } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type ImagePath, root as top } from "../../src/oci/filesystem/path.ts";
import { walk } from "../../src/oci/filesystem/walk.ts";
import { directory, open } from "./project.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function used(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

it("the context holds at most 200 bytes for each of 100,000 files, their digests included", async () => {
  const root = directory();
  const [directories, files] = [500, 200];
  for (let d = 0; d < directories; d++) {
    mkdirSync(path.join(root, `package_${d}`));
    for (let f = 0; f < files; f++) writeFileSync(path.join(root, `package_${d}`, `some_module_${f}.py`), "");
  }
  const before = used();
  const context = await open(root, { store: { root: directory() } });
  let count = 0;
  for (const [, stat] of walk(context, top as ImagePath)) count += stat.digest === undefined ? 0 : 1;
  const each = (used() - before) / count;
  assert.equal(count, directories * files);
  assert.ok(each <= 200, `${each.toFixed(0)} bytes`);
  assert.equal(context.list(top).length, directories);
});
