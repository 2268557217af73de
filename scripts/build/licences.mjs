import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** The licence texts of every package that a bundle holds, by the files that went into it. */
export function licences(modules) {
  const folders = new Set(modules.map(packageFolder).filter((folder) => folder !== undefined));
  return `djib bundles these packages.\n\n${[...folders].sort().map(licenceOf).join("\n")}`;
}

function packageFolder(file) {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? "" : readFileSync(path.join(folder, file), "utf8").trim();
  return `${"=".repeat(80)}\n${name} ${version} (${license})\n\n${text}\n`;
}
