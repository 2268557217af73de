// Asks the real BuildKit which configuration and history the cases of test/build give, and writes test/recordings/config.json.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildKitVersion } from "../../bench/peers/buildkit.ts";
import { type ConfigCase, configCases } from "../../test/build/config-cases.ts";
import { type BuildKitDaemon, startBuildKit } from "../../test/support/buildkitd.ts";
import { writeRecording } from "../lib/recorder.ts";

const buildkit = await startBuildKit({ mirror: "http://127.0.0.1:1" });
if (buildkit === undefined) throw new Error("BuildKit cannot be built here: install Go 1.21 or later");
const answers: Record<string, object> = {};
try {
  for (const [name, one] of Object.entries(configCases)) {
    answers[name] = await ask(buildkit, one);
    console.log("error" in (answers[name] ?? {}) ? "x" : ".", name);
  }
} finally {
  await buildkit.stop();
}
writeRecording(
  "config.json",
  ["scripts/record/config.ts", "test/build/config-cases.ts"],
  { buildkit: buildKitVersion() },
  { cases: answers },
);

async function ask(daemon: BuildKitDaemon, one: ConfigCase): Promise<object> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), "djib-record-"));
  const [context, output] = [path.join(scratch, "context"), path.join(scratch, "out.tar")];
  try {
    mkdirSync(context);
    writeFileSync(path.join(context, "Dockerfile"), one.dockerfile);
    await daemon.build(context, ...options(one), "--output", `type=oci,dest=${output},tar=true`);
    return configOf(output);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    if (stderr === undefined) throw error;
    const said = stderr.trim();
    return {
      error: said
        .split("\n")
        .at(-1)
        ?.replace(/^error: failed to solve: /, ""),
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function options({ target, buildArgs = {}, labels = {} }: ConfigCase): string[] {
  return [
    ...(target === undefined ? [] : [`target=${target}`]),
    ...Object.entries(buildArgs).map(([key, value]) => `build-arg:${key}=${value}`),
    ...Object.entries(labels).map(([key, value]) => `label:${key}=${value}`),
    "platform=linux/amd64",
  ].flatMap((option) => ["--opt", option]);
}

/** Config and history without times and diffIDs. */
function configOf(archive: string): object {
  const read = (name: string) => JSON.parse(execFileSync("tar", ["-xOf", archive, name], { encoding: "utf8" }));
  const blob = (digest: string) => read(`blobs/${digest.replace(":", "/")}`);
  const config = blob(blob(read("index.json").manifests[0].digest).config.digest);
  const history = (config.history ?? []).map(({ created: _, ...entry }: { created: string }) => entry);
  return { config: config.config, author: config.author, history };
}
