// Asks the real BuildKit what ADD of addresses makes of the cases of test/remotes, and writes test/recordings/remotes.json.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { extract } from "tar-stream";
import { buildKitVersion } from "../../bench/peers/buildkit.ts";
import { lineOf } from "../../test/copy/lines.ts";
import { cases } from "../../test/remotes/cases.ts";
import { openFixture } from "../../test/remotes/fixture.ts";
import { type BuildKitDaemon, startBuildKit } from "../../test/support/buildkitd.ts";
import { writeRecording } from "../lib/recorder.ts";

const files = [
  "scripts/record/remotes.ts",
  "test/remotes/cases.ts",
  "test/remotes/fixture.ts",
  "test/support/git-server.ts",
];
const buildkit = await startBuildKit({ mirror: "http://127.0.0.1:1" });
if (buildkit === undefined) throw new Error("BuildKit cannot be built here: install Go 1.21 or later");
const answers: Record<string, object> = {};
try {
  await using fixture = await openFixture();
  for (const [name, text] of Object.entries(cases)) {
    answers[name] = await ask(buildkit, fixture.filled(text));
    console.log("error" in (answers[name] ?? {}) ? "x" : ".", name);
  }
} finally {
  await buildkit.stop();
}
writeRecording("remotes.json", files, { buildkit: buildKitVersion() }, { cases: answers });

async function ask(daemon: BuildKitDaemon, lines: string): Promise<object> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), "djib-record-"));
  const context = path.join(scratch, "context");
  const output = path.join(scratch, "out.tar");
  try {
    mkdirSync(context);
    writeFileSync(path.join(context, "local"), "local");
    writeFileSync(path.join(context, "Dockerfile"), `FROM scratch\n${lines}\n`);
    await daemon.build(context, "--output", `type=tar,dest=${output}`);
    return { tree: await linesOfTar(readFileSync(output)) };
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr ?? error).trim();
    const last = said.split("\n").at(-1) ?? "";
    return { error: last.replace(/^error: failed to solve: /, "").replaceAll(/127\.0\.0\.1:\d+/g, "HOST") };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function linesOfTar(bytes: Buffer): Promise<string[]> {
  const reading = extract();
  reading.end(bytes);
  const lines: string[] = [];
  for await (const entry of reading) {
    const { name, type, mode = 0, uid = 0, gid = 0, linkname } = entry.header;
    const parts: Buffer[] = [];
    for await (const part of entry) parts.push(part as Buffer);
    const at = name.replace(/^\.?\//, "").replace(/\/$/, "");
    if (at === "" || at === ".") continue;
    const content = type === "file" ? Buffer.concat(parts).toString("latin1") : undefined;
    const line = lineOf({
      path: at,
      type: type ?? "",
      mode: mode & 0o7777,
      uid,
      gid,
      content,
      target: type === "symlink" ? (linkname ?? "") : undefined,
      device: undefined,
      same: undefined,
      xattrs: [],
    });
    // Servers give times to downloads alone; the others are those of this very moment.
    const seconds = Math.floor((entry.header.mtime?.getTime() ?? 0) / 1000);
    lines.push(type === "file" && seconds < 1_600_000_000 ? `${line} @${seconds}` : line);
  }
  return lines.sort();
}
