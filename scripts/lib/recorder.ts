import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./root.mjs";

/** One hash over the files that decide what a recording says. */
export function recorderHash(files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const name of files) {
    const file = path.join(root, name);
    hash.update(`${name}\0`).update(existsSync(file) ? readFileSync(file) : "");
  }
  return hash.digest("hex");
}

/** Writes a recording with its date, the versions of the tools asked, and what recorded it. */
export function writeRecording(
  name: string,
  files: readonly string[],
  versions: Readonly<Record<string, string>>,
  data: object,
) {
  const target = path.join(root, "test/recordings", name);
  const date = new Date().toISOString().slice(0, 10);
  const recorder = { files, sha256: recorderHash(files) };
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, `${JSON.stringify({ date, versions, recorder, ...data }, undefined, 1)}\n`);
}
