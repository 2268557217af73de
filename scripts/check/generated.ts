import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../lib/root.mjs";
import { report } from "./report.ts";

/** Compares a committed file with what is generated now; with --update it is rewritten. */
export function compareGenerated(name: string, text: string): void {
  const file = path.join(root, name);
  if (process.argv.includes("--update")) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const same = existsSync(file) && readFileSync(file, "utf8") === text;
  report(same ? [] : [`${name} is out of date: npm run check -- --update rewrites it; read the difference`]);
}
