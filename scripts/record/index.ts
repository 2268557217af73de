// Asks the real BuildKit how it writes the indexes of test/support/index-shape.ts, and writes test/recordings/index.json.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildKitVersion } from "../../bench/peers/buildkit.ts";
import { startBuildKit } from "../../test/support/buildkitd.ts";
import { indexCases, indexShape } from "../../test/support/index-shape.ts";
import { writeRecording } from "../lib/recorder.ts";

const buildkit = await startBuildKit({ mirror: "http://127.0.0.1:1" });
if (buildkit === undefined) throw new Error("BuildKit cannot be built here: install Go 1.21 or later");
const scratch = mkdtempSync(path.join(os.tmpdir(), "djib-record-"));
const answers: Record<string, object> = {};
try {
  for (const [name, { dockerfile, buildkit: asked }] of Object.entries(indexCases)) {
    const context = path.join(scratch, String(Object.keys(answers).length));
    const archive = `${context}.tar`;
    mkdirSync(context);
    writeFileSync(path.join(context, "Dockerfile"), dockerfile);
    const output = ["type=oci", `dest=${archive}`, "name=shop:1", ...asked.output].join(",");
    await buildkit.build(context, ...asked.opts.flatMap((opt) => ["--opt", opt]), "--output", output);
    answers[name] = indexShape(archive);
    console.log(".", name);
  }
} finally {
  await buildkit.stop();
  rmSync(scratch, { recursive: true, force: true });
}
const files = ["scripts/record/index.ts", "test/support/index-shape.ts"];
writeRecording("index.json", files, { buildkit: buildKitVersion() }, { cases: answers });
