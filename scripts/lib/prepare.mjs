import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { installSystemPackages } from "../system-packages.mjs";
import { root } from "./root.mjs";

/** What a fresh clone lacks: Debian's packages, npm's, and dist/. */
export function prepare() {
  installSystemPackages();
  installNodeModules();
  node("scripts/build.mjs");
}

export function installNodeModules() {
  if (nodeModulesFresh()) return;
  console.error("Installing node_modules, as package-lock.json says …");
  // Not `npm ci`: it refuses a lock that lacks optional packages for other platforms, which a registry
  // that does not carry them leaves out. Versions and checksums are the lock's all the same.
  run("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]);
}

/** Runs one of our scripts in TypeScript or plain JavaScript; ends this process where it fails. */
export function node(script, ...args) {
  const loader = script.endsWith(".ts") ? ["--import", "tsx"] : [];
  run(process.execPath, [...loader, script, ...args]);
}

export function run(command, args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

/** npm keeps what it installed in a lockfile of its own; optional packages may be for other platforms. */
function nodeModulesFresh() {
  const installed = path.join(root, "node_modules/.package-lock.json");
  if (!existsSync(installed)) return false;
  const have = packagesOf(installed);
  const wanted = Object.entries(packagesOf(path.join(root, "package-lock.json")));
  return wanted.every(([name, entry]) => name === "" || entry.optional || have[name]?.version === entry.version);
}

const packagesOf = (file) => JSON.parse(readFileSync(file, "utf8")).packages;
