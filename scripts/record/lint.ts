// Asks the real BuildKit what its lint says of the cases of test/lint, and writes test/recordings/lint.json. What a
// case's base image is like is recorded too, so that the replay needs no registry.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildKitVersion } from "../../bench/peers/buildkit.ts";
import type { LintCase } from "../../test/lint/cases/case.ts";
import { lintCases } from "../../test/lint/cases/cases.ts";
import { type BuildKitDaemon, startBuildKit } from "../../test/support/buildkitd.ts";
import { baseFolder } from "../base/cache.ts";
import { serveRegistry } from "../../test/support/docker-registry.ts";
import { writeRecording } from "../lib/recorder.ts";

const types = ["application/vnd.oci.image.index.v1+json", "application/vnd.oci.image.manifest.v1+json"];

const registry = await plainRegistry();
const buildkit = await startBuildKit({ mirror: registry.mirror });
if (buildkit === undefined) throw new Error("BuildKit cannot be built here: install Go 1.21 or later");
const answers: Record<string, object> = {};
let base: object;
try {
  for (const [name, one] of Object.entries(lintCases)) {
    answers[name] = await ask(buildkit, one);
    console.log(Object.keys(answers[name]!)[0]!.padEnd(6), name);
  }
  base = await baseConfig();
} finally {
  await buildkit.stop();
  await registry.stop();
}
writeRecording(
  "lint.json",
  ["scripts/record/lint.ts", ...["syntax", "variable", "option"].map((name) => `test/lint/cases/${name}.ts`)],
  { buildkit: buildKitVersion() },
  { base, cases: answers },
);

/** The text that `docker build --check` prints, or the error of one that cannot be checked, or what a build warns of. */
async function ask(daemon: BuildKitDaemon, one: LintCase): Promise<object> {
  const context = mkdtempSync(path.join(os.tmpdir(), "djib-record-"));
  try {
    mkdirSync(context, { recursive: true });
    writeFileSync(path.join(context, "Dockerfile"), one.dockerfile);
    if (one.ignore !== undefined) writeFileSync(path.join(context, ".dockerignore"), one.ignore);
    if (!one.build)
      return { text: (await daemon.build(context, ...options(one), "--opt", "requestid=frontend.lint")).stdout };
    return { warnings: await warningsOf(daemon, context, one) };
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    if (stderr === undefined) throw error;
    return { error: stderr.trim().split("\n").at(-1) };
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

/** A busy machine loses some on their way to buildctl, so none are only believed the third time. */
async function warningsOf(daemon: BuildKitDaemon, context: string, one: LintCase, tries = 3): Promise<string[]> {
  const { stderr } = await daemon.build(context, ...options(one));
  const warnings = [...stderr.matchAll(/^#\d+ WARN: (.*)$/gm)].map(([, warning]) => warning!);
  return warnings.length > 0 || tries === 1 ? warnings : warningsOf(daemon, context, one, tries - 1);
}

function options({ target, buildArgs = {}, platform = "linux/amd64" }: LintCase): string[] {
  return [
    `platform=${platform}`,
    ...(target === undefined ? [] : [`target=${target}`]),
    ...Object.entries(buildArgs).map(([key, value]) => `build-arg:${key}=${value}`),
  ].flatMap((option) => ["--opt", option]);
}

interface Document {
  readonly manifests?: readonly { readonly digest: string }[];
  readonly config?: { readonly digest: string };
}

/** The stand-in, and as python:plain its manifest without an index, which every platform gets. */
async function plainRegistry() {
  const folder = mkdtempSync(path.join(os.tmpdir(), "djib-record-registry-"));
  cpSync(await baseFolder(), folder, { recursive: true });
  const { host, stop } = await serveRegistry(folder);
  const mirror = `http://${host}`;
  const top = JSON.parse(await read(mirror, "manifests/3.11-slim")) as Document;
  const manifest = await read(mirror, `manifests/${top.manifests?.[0]?.digest ?? "3.11-slim"}`);
  const { ok, status } = await fetch(`${mirror}/v2/library/python/manifests/plain`, {
    method: "PUT",
    headers: { "content-type": types[1]! },
    body: manifest,
  });
  if (!ok) throw new Error(`the registry does not take python:plain: ${status}`);
  const end = async () => {
    await stop();
    rmSync(folder, { recursive: true });
  };
  return { mirror, stop: end };
}

async function read(mirror: string, where: string): Promise<string> {
  const response = await fetch(`${mirror}/v2/library/python/${where}`, { headers: { accept: types.join(",") } });
  return response.text();
}

async function baseConfig(): Promise<object> {
  const manifest = JSON.parse(await read(registry.mirror, "manifests/plain")) as Document;
  const blob = JSON.parse(await read(registry.mirror, `blobs/${manifest.config!.digest}`)) as Record<string, unknown>;
  return { os: blob["os"], architecture: blob["architecture"], config: blob["config"] };
}
