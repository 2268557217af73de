// Asks the real BuildKit what COPY, ADD and WORKDIR make of the cases of test/copy, and writes test/recordings/copy.json.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildKitVersion } from "../../bench/peers/buildkit.ts";
import { type Case, dockerfileOf } from "../../test/copy/case.ts";
import { cases } from "../../test/copy/cases.ts";
import { writeFiles } from "../../test/copy/on-disk.ts";
import { type BuildKitDaemon, startBuildKit } from "../../test/support/buildkitd.ts";
import { linesOfTar } from "../lib/lines-of-tar.ts";
import { writeRecording } from "../lib/recorder.ts";

const recorders = [
  "case",
  "cases",
  "cases-add",
  "cases-destination",
  "cases-exclude",
  "cases-owner",
  "cases-parents",
  "cases-source",
  "archive",
  "selection-files",
  "on-disk",
];
const files = [
  "scripts/record/copy.ts",
  "scripts/lib/lines-of-tar.ts",
  ...recorders.map((name) => `test/copy/${name}.ts`),
];

const buildkit = await startBuildKit({ mirror: "http://127.0.0.1:1" });
if (buildkit === undefined) throw new Error("BuildKit cannot be built here: install Go 1.21 or later");
const answers: Record<string, object> = {};
try {
  for (const [name, one] of Object.entries(cases)) {
    answers[name] = await ask(buildkit, one);
    console.log("error" in (answers[name] ?? {}) ? "x" : ".", name);
  }
} finally {
  await buildkit.stop();
}
writeRecording("copy.json", files, { buildkit: buildKitVersion() }, { cases: answers });

async function ask(daemon: BuildKitDaemon, one: Case): Promise<object> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), "djib-record-"));
  const context = path.join(scratch, "context");
  const output = path.join(scratch, "out.tar");
  try {
    mkdirSync(context);
    await writeFiles(context, one.files);
    writeFileSync(path.join(context, "Dockerfile"), dockerfileOf(one));
    writeFileSync(path.join(context, ".dockerignore"), "Dockerfile\n.dockerignore\n");
    await daemon.build(context, "--output", `type=tar,dest=${output}`);
    return { tree: await linesOfTar(readFileSync(output)) };
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr ?? error);
    return {
      error: said
        .trim()
        .split("\n")
        .at(-1)
        ?.replace(/^error: failed to solve: /, ""),
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
