// Asks the real BuildKit what provenance tells of the cases of test/materials, and writes test/recordings/materials.json.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildKitVersion } from "../../bench/peers/buildkit.ts";
import { cases } from "../../test/materials/cases.ts";
import { openFixture } from "../../test/materials/fixture.ts";
import { materialsShape } from "../../test/materials/shape.ts";
import { baseRegistry } from "../../test/support/base.ts";
import { startBuildKit } from "../../test/support/buildkitd.ts";
import { writeRecording } from "../lib/recorder.ts";

const files = ["cases", "fixture", "shape"].map((name) => `test/materials/${name}.ts`);
const base = await baseRegistry();
const buildkit = await startBuildKit({ mirror: base.mirror });
if (buildkit === undefined) throw new Error("BuildKit cannot be built here: install Go 1.21 or later");
const scratch = mkdtempSync(path.join(os.tmpdir(), "djib-record-"));
const answers: Record<string, object> = {};
try {
  await using fixture = await openFixture();
  for (const [name, { context, dockerfile = "", contexts = {} }] of Object.entries(cases)) {
    const folder = path.join(scratch, String(Object.keys(answers).length));
    mkdirSync(folder);
    writeFileSync(path.join(folder, "Dockerfile"), fixture.filled(dockerfile));
    const opts = [
      "attest:provenance=mode=min",
      // What buildx says of every build.
      "filename=Dockerfile",
      ...(context === undefined ? [] : [`context=${fixture.filled(context)}`]),
      ...Object.entries(contexts).map(([key, place]) => `context:${key}=${fixture.filled(place)}`),
    ];
    const output = `type=local,dest=${folder}/out`;
    await buildkit.build(folder, ...opts.flatMap((opt) => ["--opt", opt]), "--output", output);
    answers[name] = materialsShape(path.join(folder, "out/provenance.json"), fixture.plain);
    console.log(".", name, readdirSync(path.join(folder, "out")).join(" "), JSON.stringify(answers[name]));
  }
} finally {
  await buildkit.stop();
  await base.stop();
  rmSync(scratch, { recursive: true, force: true });
}
const recorder = ["scripts/record/materials.ts", ...files];
writeRecording("materials.json", recorder, { buildkit: buildKitVersion() }, { cases: answers });
