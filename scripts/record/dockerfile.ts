// Records what BuildKit's own packages make of the cases in dockerfile-cases.ts. Needs Go 1.26 and the module proxy
// (or a filled module cache): node --import tsx scripts/record/dockerfile.ts
import { execFileSync } from "node:child_process";
import path from "node:path";
import { writeRecording } from "../lib/recorder.ts";
import { root } from "../lib/root.mjs";
import * as cases from "./dockerfile-cases.ts";

const files = [
  "dockerfile.ts",
  "dockerfile-cases.ts",
  "buildkit/main.go",
  "buildkit/describe.go",
  "buildkit/go.mod",
].map((name) => `scripts/record/${name}`);
const directory = path.join(root, "scripts/record/buildkit");
const go = (args: readonly string[], input?: string): string =>
  execFileSync("go", args, { cwd: directory, encoding: "utf8", maxBuffer: 1 << 28, ...(input && { input }) });

const version = (name: string): string => go(["list", "-m", "-f", "{{.Version}}", name]).trim();
const versions = {
  buildkit: version("github.com/moby/buildkit"),
  patternmatcher: version("github.com/moby/patternmatcher"),
  go: go(["env", "GOVERSION"]).trim(),
};
const questions = {
  words: cases.words,
  ignores: cases.ignores,
  globs: cases.matches,
  modes: cases.modes,
  durations: cases.durations,
  dockerfiles: cases.dockerfiles,
  mounts: cases.mounts,
};
const answers = JSON.parse(go(["run", "."], JSON.stringify(questions))) as Record<string, readonly object[]>;
// What is the same in all cases stands in front of them.
const shared: Readonly<Record<string, object>> = { words: { env: cases.env }, ignores: { paths: cases.paths } };
for (const [name, asked] of Object.entries(questions)) {
  const common = shared[name] ?? {};
  const recorded = asked.map((question, index) => [without(question, common), answers[name]?.[index]]);
  writeRecording(`dockerfile/${name}.json`, files, versions, { ...common, cases: recorded });
}

function without(question: string | object, common: object): unknown {
  if (typeof question === "string") return question;
  return Object.fromEntries(Object.entries(question).filter(([key]) => !(key in common)));
}
