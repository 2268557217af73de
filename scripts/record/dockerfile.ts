// Records what BuildKit's own packages make of the cases in dockerfile-cases.json. Needs Go 1.26 and the module proxy
// (or a filled module cache): node --import tsx scripts/record/dockerfile.ts
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { writeRecording } from "../lib/recorder.ts";
import { root } from "../lib/root.mjs";

interface Cases {
  readonly env: readonly string[];
  readonly words: readonly string[];
  /** Those that are read with ` as the escape character. */
  readonly backtickWords: readonly string[];
  readonly paths: readonly string[];
  readonly ignores: readonly string[];
  /** Pattern and names. */
  readonly globs: Readonly<Record<string, readonly string[]>>;
  readonly modes: readonly string[];
  readonly durations: readonly string[];
  readonly mounts: readonly string[];
  readonly dockerfiles: readonly string[];
}

const own = ["dockerfile.ts", "dockerfile-cases.json", "buildkit/main.go", "buildkit/describe.go", "buildkit/go.mod"];
const files = own.map((name) => `scripts/record/${name}`);
const directory = path.join(root, "scripts/record/buildkit");
const cases = JSON.parse(readFileSync(path.join(root, files[1]!), "utf8")) as Cases;

const go = (args: readonly string[], input?: string): string =>
  execFileSync("go", args, { cwd: directory, encoding: "utf8", maxBuffer: 1 << 28, ...(input && { input }) });
const version = (name: string): string => go(["list", "-m", "-f", "{{.Version}}", name]).trim();

const { env, paths } = cases;
const oldModes = [
  [0o644, false],
  [0o755, false],
  [0o600, true],
  [0o7777, false],
  [0o2710, true],
  [0, false],
] as const;
const questions = {
  words: [
    ...cases.words.map((word) => ({ word, env, escape: "\\" })),
    ...cases.backtickWords.map((word) => ({ word, env, escape: "`" })),
  ],
  ignores: cases.ignores.map((text) => ({ text, paths })),
  globs: Object.entries(cases.globs).flatMap(([pattern, names]) => names.map((name) => ({ pattern, name }))),
  modes: cases.modes.flatMap((mode) => oldModes.map(([old, dir]) => ({ mode, old, dir }))),
  durations: cases.durations,
  dockerfiles: cases.dockerfiles,
  mounts: cases.mounts,
};
// What is the same in all cases stands in front of them.
const shared: Readonly<Record<string, object>> = { words: { env }, ignores: { paths } };

const versions = {
  buildkit: version("github.com/moby/buildkit"),
  patternmatcher: version("github.com/moby/patternmatcher"),
  go: go(["env", "GOVERSION"]).trim(),
};
const answers = JSON.parse(go(["run", "."], JSON.stringify(questions))) as Record<string, readonly object[]>;
for (const [name, asked] of Object.entries(questions)) {
  const common = shared[name] ?? {};
  const recorded = asked.map((question, index) => [without(question, common), answers[name]?.[index]]);
  writeRecording(`dockerfile/${name}.json`, files, versions, { ...common, cases: recorded });
}

function without(question: string | object, common: object): unknown {
  if (typeof question === "string") return question;
  return Object.fromEntries(Object.entries(question).filter(([key]) => !(key in common)));
}
