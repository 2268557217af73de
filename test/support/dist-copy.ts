import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../scripts/lib/root.mjs";

/** The built djib where every user and every container may read it. Resolves to the path of djib.js. */
export function distCopy(folder: string): string {
  const copy = path.join(folder, "dist");
  mkdirSync(copy, { mode: 0o755 });
  cpSync(path.join(root, "dist"), copy, { recursive: true });
  writeFileSync(path.join(copy, "package.json"), '{"type":"module"}');
  return path.join(copy, "djib.js");
}
