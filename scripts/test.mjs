// npm test: everything a commit must pass but lint. Works as the first command on a fresh clone.
// node scripts/test.mjs [PART …] runs the files whose path contains one of the parts.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { node, prepare } from "./lib/prepare.mjs";
import { root } from "./lib/root.mjs";

const parts = process.argv.slice(2);
const files = readdirSync(path.join(root, "test"), { recursive: true })
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => path.join("test", name))
  .filter((name) => parts.length === 0 || parts.some((part) => name.includes(part)))
  .sort();

prepare();
node("scripts/base/prepare.ts");

const reporter = path.join(root, "scripts/test/reporter.mjs");
const options = ["--test", "--test-concurrency=2", "--test-timeout=600000", `--test-reporter=${reporter}`];
const { status } = spawnSync(process.execPath, ["--import", "tsx", ...options, ...files], {
  cwd: root,
  stdio: "inherit",
});
process.exit(files.length === 0 ? 1 : (status ?? 1));
