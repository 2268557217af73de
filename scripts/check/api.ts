// The public API is a file that a change to it changes: the declarations that src/index.ts reaches.
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../lib/root.mjs";
import { compareGenerated } from "./generated.ts";

const types = path.join(root, "dist/types");
const seen = new Map<string, string>();

function visit(file: string): void {
  if (seen.has(file)) return;
  const text = readFileSync(file, "utf8");
  seen.set(file, text);
  for (const [, name] of text.matchAll(/(?:from|import\()\s*["'](\.[^"']+)\.js["']/g))
    visit(path.resolve(path.dirname(file), `${name}.d.ts`));
}

visit(path.join(types, "index.d.ts"));
const names = [...seen.keys()].sort();
const parts = names.map((file) => `// ${path.relative(types, file).split(path.sep).join("/")}\n${seen.get(file)}`);
compareGenerated("docs/api.d.ts", parts.join("\n"));
