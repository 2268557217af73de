// Records what BuildKit's own packages take the addresses of test/remotes/addresses.ts for. Needs Go 1.26 and the module
// proxy (or a filled module cache): node --import tsx scripts/record/addresses.ts
import { execFileSync } from "node:child_process";
import path from "node:path";
import { addresses } from "../../test/remotes/addresses.ts";
import { root } from "../lib/root.mjs";
import { writeRecording } from "../lib/recorder.ts";

const directory = path.join(root, "scripts/record/addresses");
const files = [
  "scripts/record/addresses.ts",
  "scripts/record/addresses/main.go",
  "scripts/record/addresses/go.mod",
  "test/remotes/addresses.ts",
];
const go = (args: readonly string[], input?: string): string =>
  execFileSync("go", args, { cwd: directory, encoding: "utf8", maxBuffer: 1 << 28, ...(input && { input }) });

const asked = [...addresses()];
const versions = {
  buildkit: go(["list", "-m", "-f", "{{.Version}}", "github.com/moby/buildkit"]).trim(),
  go: go(["env", "GOVERSION"]).trim(),
};
const answers = JSON.parse(go(["run", "."], JSON.stringify(asked))) as readonly object[];
writeRecording("addresses.json", files, versions, { cases: asked.map((text, index) => [text, answers[index]]) });
