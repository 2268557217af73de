// Asks the real BuildKit for the outline of the cases of test/cli/outline-cases.ts, and writes test/recordings/outline.json.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildKitVersion } from "../../bench/peers/buildkit.ts";
import { type OutlineCase, outlineCases } from "../../test/cli/outline-cases.ts";
import { baseRegistry } from "../../test/support/base.ts";
import { type BuildKitDaemon, startBuildKit } from "../../test/support/buildkitd.ts";
import { writeRecording } from "../lib/recorder.ts";

const scratch = mkdtempSync(path.join(os.tmpdir(), "djib-record-"));
const registry = await baseRegistry();
const buildkit = await startBuildKit({ mirror: registry.mirror });
if (buildkit === undefined) throw new Error("BuildKit cannot be built here: install Go 1.21 or later");
const answers: Record<string, string> = {};
try {
  for (const [name, one] of Object.entries(outlineCases)) {
    answers[name] = await ask(buildkit, one);
    console.log(name, answers[name]);
  }
} finally {
  await buildkit.stop();
  await registry.stop();
  rmSync(scratch, { recursive: true, force: true });
}
const recorder = ["scripts/record/outline.ts", "test/cli/outline-cases.ts"];
writeRecording("outline.json", recorder, { buildkit: buildKitVersion() }, { cases: answers });

/** The text that docker prints; buildctl keeps the data behind it to itself. */
async function ask(daemon: BuildKitDaemon, { dockerfile, target, buildArgs = {} }: OutlineCase): Promise<string> {
  const context = mkdtempSync(path.join(scratch, "case-"));
  writeFileSync(path.join(context, "Dockerfile"), dockerfile);
  const options = [
    "requestid=frontend.outline",
    "platform=linux/amd64",
    ...(target === undefined ? [] : [`target=${target}`]),
    ...Object.entries(buildArgs).map(([key, value]) => `build-arg:${key}=${value}`),
  ];
  const { stdout } = await daemon.build(context, ...options.flatMap((option) => ["--opt", option]));
  return stdout;
}
