// Asks the real BuildKit what RUN --mount does in the cases of test/mounts, and writes test/recordings/mounts.json.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildKitVersion } from "../../bench/peers/buildkit.ts";
import { answerOf } from "../../test/mounts/answer.ts";
import { contextOf, type MountCase, mountCases } from "../../test/mounts/cases.ts";
import { type BuildKitDaemon, startBuildKit } from "../../test/support/buildkitd.ts";
import { writeRecording } from "../lib/recorder.ts";

const buildkit = await startBuildKit({ mirror: "http://127.0.0.1:1" });
if (buildkit === undefined) throw new Error("BuildKit cannot be built here: install Go 1.21 or later");
const answers: Record<string, object> = {};
try {
  for (const [name, one] of Object.entries(mountCases)) {
    answers[name] = await ask(buildkit, one);
    console.log("error" in answers[name] ? "x" : ".", name);
  }
} finally {
  await buildkit.stop();
}
writeRecording(
  "mounts.json",
  ["scripts/record/mounts.ts", "test/mounts/cases.ts", "test/mounts/answer.ts"],
  { buildkit: buildKitVersion() },
  { cases: answers },
);

async function ask(daemon: BuildKitDaemon, one: MountCase): Promise<object> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), "djib-record-"));
  const [context, output] = [path.join(scratch, "context"), path.join(scratch, "out.tar")];
  const put = (name: string, content: string | Uint8Array) => {
    mkdirSync(path.dirname(path.join(context, name)), { recursive: true });
    writeFileSync(path.join(context, name), content);
  };
  try {
    for (const [name, content] of Object.entries(contextOf(one))) put(name, content);
    const secrets = Object.entries(one.secrets ?? {}).map(([id, value]) => {
      writeFileSync(path.join(scratch, id), value);
      return `--secret=id=${id},src=${path.join(scratch, id)}`;
    });
    await daemon.build(
      context,
      ...secrets,
      "--opt",
      "platform=linux/amd64",
      "--output",
      `type=oci,dest=${output},tar=true`,
    );
    return answerOf(output);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    if (stderr === undefined) throw error;
    return {
      error: stderr
        .trim()
        .split("\n")
        .at(-1)
        ?.replace(/^error: failed to solve: /, "")
        .replace(/ ref \S+:/, " ref …:"),
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
