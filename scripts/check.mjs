// npm run check: what a reader should not have to look for. `node scripts/check.mjs NAME …` runs some of
// them; `--update` rewrites what is generated (API snapshot, error catalogue) instead of comparing it.
import { spawn } from "node:child_process";
import { installNodeModules } from "./lib/prepare.mjs";
import { root } from "./lib/root.mjs";

const update = process.argv.includes("--update") ? ["--update"] : [];
const bin = (name, ...args) => [`node_modules/.bin/${name}`, ...args];
const script = (name) => [process.execPath, "--import", "tsx", `scripts/check/${name}.ts`, ...update];

const checks = {
  types: bin("tsc", "--noEmit"),
  lint: bin("oxlint", "--quiet"),
  imports: bin("depcruise", "--config", ".dependency-cruiser.mjs", "src"),
  unused: bin("knip", "--no-progress"),
  format: bin("prettier", "--check", "--log-level", "warn", "."),
  files: script("files"),
  errors: script("errors"),
  rules: script("rules"),
  recordings: script("recordings"),
  // These look at dist/, so it is built first.
  api: script("api"),
  package: script("package"),
  docs: script("docs"),
};
const needDist = new Set(["api", "package", "docs"]);

installNodeModules();
const asked = process.argv.slice(2).filter((word) => !word.startsWith("-"));
const chosen = Object.entries(checks).filter(([name]) => asked.length === 0 || asked.includes(name));
const built =
  !chosen.some(([name]) => needDist.has(name)) || (await check("build", [process.execPath, "scripts/build.mjs"]));
const results = [];
for (const [name, command] of chosen) results.push(built || !needDist.has(name) ? await check(name, command) : false);
if (!built || results.includes(false)) process.exit(1);

async function check(name, [command, ...args]) {
  const started = performance.now();
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const chunks = [];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  child.stderr.on("data", (chunk) => chunks.push(chunk));
  const status = await new Promise((resolve) => child.once("close", resolve));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? "ok    " : "FAILED"} ${name.padEnd(12)}${seconds.padStart(6)} s`);
  if (status !== 0) console.log(Buffer.concat(chunks).toString().trimEnd().replace(/^/gm, "    "));
  return status === 0;
}
