// Records the examples as BuildKit builds them, for machines where BuildKit cannot be had.
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { baseRegistry } from "../../test/support/base.ts";
import { buildKitExamples, examples } from "../../test/support/buildkit-examples.ts";
import { writeRecording } from "../lib/recorder.ts";
import { root } from "../lib/root.mjs";
import { versions } from "../lib/versions.ts";

const recorder = ["test/support/built.ts", "test/support/tree-rows.ts", "test/support/buildkit-examples.ts"];

const base = await baseRegistry();
const built = await buildKitExamples(base.mirror, examples).finally(base.stop);
if (built === undefined) throw new Error("BuildKit cannot be built here: it needs Go");
for (const name of examples) {
  const sources = readdirSync(path.join(root, "examples", name), { recursive: true, encoding: "utf8" })
    .map((file) => path.join("examples", name, file))
    .filter((file) => statSync(path.join(root, file)).isFile());
  writeRecording(`examples/${name}.json`, [...recorder, ...sources.sort()], versions(), built[name]);
}
