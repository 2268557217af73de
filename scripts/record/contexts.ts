// Asks the real BuildKit what it makes of the build contexts of test/contexts, and writes test/recordings/contexts.json.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildKitVersion } from "../../bench/peers/buildkit.ts";
import { cases, type ContextCase, type NamedSpec } from "../../test/contexts/cases.ts";
import { serving } from "../../test/contexts/served.ts";
import { writeFiles } from "../../test/copy/on-disk.ts";
import { type BuildKitDaemon, startBuildKit } from "../../test/support/buildkitd.ts";
import { linesOfTar } from "../lib/lines-of-tar.ts";
import { writeRecording } from "../lib/recorder.ts";

const files = ["scripts/record/contexts.ts", "scripts/lib/lines-of-tar.ts", "test/contexts/cases.ts"];
const buildkit = await startBuildKit({ mirror: "http://127.0.0.1:1" });
if (buildkit === undefined) throw new Error("BuildKit cannot be built here: install Go 1.21 or later");
await using served = await serving();
const answers: Record<string, object> = {};
try {
  for (const [name, one] of Object.entries(cases)) {
    answers[name] = await ask(buildkit, one);
    console.log("error" in (answers[name] ?? {}) ? "x" : ".", name);
  }
} finally {
  await buildkit.stop();
}
writeRecording("contexts.json", files, { buildkit: buildKitVersion() }, { cases: answers });

async function ask(daemon: BuildKitDaemon, one: ContextCase): Promise<object> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), "djib-record-"));
  const [context, tar, oci] = ["context", "out.tar", "out.oci"].map((name) => path.join(scratch, name)) as [
    string,
    string,
    string,
  ];
  try {
    mkdirSync(context);
    await writeFiles(context, one.files ?? {});
    writeFileSync(path.join(context, "Dockerfile"), one.dockerfile || "FROM scratch\n");
    const named = await Promise.all(
      Object.entries(one.named ?? {}).map(([name, spec], i) =>
        argumentsOf(daemon, name, spec, path.join(scratch, `${i}`)),
      ),
    );
    const outputs = ["--output", `type=tar,dest=${tar}`, "--output", `type=oci,dest=${oci}`];
    await daemon.build(context, ...named.flat(), ...(await optionsOf(one)), ...outputs);
    return { tree: await linesOfTar(readFileSync(tar)), config: configOf(oci) };
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    if (stderr === undefined) throw error;
    return {
      error: stderr
        .trim()
        .split("\n")
        .at(-1)
        ?.replace(/^error: failed to solve: /, ""),
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function optionsOf({ context, target, filename }: ContextCase): Promise<string[]> {
  const address = context === undefined ? undefined : await served.address(context as never);
  return [
    ...(address === undefined ? [] : [`context=${address}`]),
    ...(target === undefined ? [] : [`target=${target}`]),
    ...(filename === undefined ? [] : [`filename=${filename}`]),
    "platform=linux/amd64",
  ].flatMap((option) => ["--opt", option]);
}

async function argumentsOf(daemon: BuildKitDaemon, name: string, spec: NamedSpec, at: string): Promise<string[]> {
  if (spec === "scratch") return ["--opt", `context:${name}=docker-image://scratch`];
  if ("served" in spec || "repository" in spec) return ["--opt", `context:${name}=${await served.address(spec)}`];
  mkdirSync(at);
  const local = `named${path.basename(at)}`;
  if ("files" in spec) {
    await writeFiles(at, spec.files);
    return ["--local", `${local}=${at}`, "--opt", `context:${name}=local:${local}`];
  }
  writeFileSync(path.join(at, "Dockerfile"), spec.image);
  const layout = path.join(at, "layout");
  await daemon.build(at, "--opt", "platform=linux/amd64", "--output", `type=oci,tar=false,dest=${layout}`);
  const index = JSON.parse(readFileSync(path.join(layout, "index.json"), "utf8"));
  const { digest } = index.manifests[0];
  return ["--oci-layout", `${local}=${layout}`, "--opt", `context:${name}=oci-layout:${local}@${digest}`];
}

function configOf(archive: string): object {
  const read = (name: string) => JSON.parse(execFileSync("tar", ["-xOf", archive, name], { encoding: "utf8" }));
  const blob = (digest: string) => read(`blobs/${digest.replace(":", "/")}`);
  return blob(blob(read("index.json").manifests[0].digest).config.digest).config;
}
