// Asks the real BuildKit what becomes of base images that are for another platform than the build, and writes
// test/recordings/platforms.json.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildKitVersion } from "../../bench/peers/buildkit.ts";
import { type PlatformCase, platformCases } from "../../test/build/platform-cases.ts";
import { type BuildKitDaemon, startBuildKit } from "../../test/support/buildkitd.ts";
import { mismatchedRegistry } from "../../test/support/mismatched.ts";
import { platformInArchive } from "../../test/support/platform-in-archive.ts";
import { writeRecording } from "../lib/recorder.ts";

await using registry = await mismatchedRegistry();
const buildkit = await startBuildKit({ mirror: `http://${registry.host}` });
if (buildkit === undefined) throw new Error("BuildKit cannot be built here: install Go 1.21 or later");
const cases: Record<string, object> = {};
try {
  for (const [name, one] of Object.entries(platformCases)) cases[name] = await ask(buildkit, one);
} finally {
  await buildkit.stop();
}
const files = ["scripts/record/platforms.ts", "test/build/platform-cases.ts", "test/support/mismatched.ts"];
writeRecording("platforms.json", files, { buildkit: buildKitVersion() }, { cases });

/** The image's platform and what the build warns of, or that it fails. */
async function ask(daemon: BuildKitDaemon, { dockerfile, platform }: PlatformCase): Promise<object> {
  const context = mkdtempSync(path.join(os.tmpdir(), "djib-record-"));
  try {
    writeFileSync(path.join(context, "Dockerfile"), dockerfile);
    const archive = path.join(context, "image.tar");
    const asked = platform === undefined ? [] : ["--opt", `platform=${platform}`];
    const warnings = await warningsOf(() => daemon.build(context, ...asked, "--output", `type=oci,dest=${archive}`));
    return { platform: platformInArchive(archive), warnings: warnings.toSorted() };
  } catch (error) {
    if ((error as { stderr?: string }).stderr === undefined) throw error;
    return { fails: true };
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

/** A busy machine loses some on their way to buildctl, so none are only believed the fifth time. */
async function warningsOf(build: () => Promise<{ readonly stderr: string }>, tries = 5): Promise<string[]> {
  const { stderr } = await build();
  const warnings = [...stderr.matchAll(/^#\d+ WARN: (\w+: .*) \(line \d+\)$/gm)].map(([, warning]) => warning!);
  return warnings.length > 0 || tries === 1 ? warnings : warningsOf(build, tries - 1);
}
