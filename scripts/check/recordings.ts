// A recording holds the hash of what made it; one that is older than its recorder proves nothing.
import { readFileSync } from "node:fs";
import path from "node:path";
import { recorderHash } from "../lib/recorder.ts";
import { root } from "../lib/root.mjs";
import { report } from "./report.ts";
import { trackedFiles } from "./tracked.ts";

interface Recording {
  readonly recorder?: { readonly files: readonly string[]; readonly sha256: string };
}

const names = trackedFiles().filter((name) => /^test\/recordings\/(verify|examples)\/.*\.json$/.test(name));
const problems = names.flatMap((name) => {
  const { recorder } = JSON.parse(readFileSync(path.join(root, name), "utf8")) as Recording;
  if (recorder === undefined) return [`${name}: does not say what recorded it`];
  const now = recorderHash(recorder.files);
  return now === recorder.sha256
    ? []
    : [`${name}: its recorder changed (${recorder.files.join(", ")}): record it again`];
});
report(problems);
