// npm run build: src/ becomes dist/, what users install. The same sources give the same bytes.
//
//   dist/djib.js         the command; tiny, everything else is a lazy chunk beside it
//   dist/index.js        the library, dist/types/ its declarations
//   dist/<room>-….js     what workers and child processes start from
//   dist/LICENSES.txt    the licences of what was bundled
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { commonJs } from "./build/common-js.mjs";
import { licences } from "./build/licences.mjs";
import { ownFiles } from "./build/own-files.mjs";
import { root } from "./lib/root.mjs";

const dist = path.join(root, "dist");
const files = ownFiles(path.join(root, "src"));

const common = {
  absWorkingDir: root,
  outdir: "dist",
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  minifySyntax: true,
  minifyWhitespace: true,
  // Names stay, so that a stack in a bug report can be read.
  minifyIdentifiers: false,
  legalComments: "none",
  plugins: [files.plugin, commonJs],
  metafile: true,
  write: false,
  logLevel: "warning",
};
// Each on its own: a chunk is cut wherever two entries share code, and every chunk costs the command a file to open.
const builds = await Promise.all([
  build({ ...common, entryPoints: { djib: "src/bin.ts" }, splitting: true, chunkNames: "chunk-[hash]" }),
  build({ ...common, entryPoints: { index: "src/index.ts" }, splitting: true, chunkNames: "library-[hash]" }),
  build({ ...common, entryPoints: files.entryPoints }),
]);
const outputFiles = builds.flatMap((one) => one.outputFiles);
const metafile = {
  inputs: Object.assign({}, ...builds.map((one) => one.metafile.inputs)),
  outputs: Object.assign({}, ...builds.map((one) => one.metafile.outputs)),
};

// Made beside dist/ and put in its place whole, so that a djib that runs meanwhile finds its files.
const made = mkdtempSync(`${dist}-`);
for (const file of outputFiles) {
  const command = path.basename(file.path) === "djib.js";
  writeFileSync(path.join(made, path.basename(file.path)), withRequire(file.text), { mode: command ? 0o755 : 0o644 });
}
writeFileSync(path.join(made, "LICENSES.txt"), licences(metafile, root));
const typed = declarations(path.join(made, "types"));
chmodSync(made, 0o755);
rmSync(dist, { recursive: true, force: true });
renameSync(made, dist);
if (!typed) process.exit(1);

/** Bundled CommonJS asks `require` for Node's own modules; only the chunk that does so pays for one. */
function withRequire(text) {
  if (!text.includes("typeof require")) return text;
  return `import{createRequire as requireFrom}from"node:module";const require=requireFrom(import.meta.url);\n${text}`;
}

/** Writes the library's declarations; false where the sources have type errors. */
function declarations(folder) {
  const tsc = path.join(root, "node_modules/typescript/bin/tsc");
  const args = [tsc, "-p", "scripts/build/tsconfig.types.json", "--outDir", folder];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  // tsc keeps `.ts` in declarations; what lies in dist/ are .js and .d.ts files.
  for (const name of readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".d.ts"))) {
    const file = path.join(folder, name);
    writeFileSync(file, readFileSync(file, "utf8").replaceAll(/(["']\.[^"'\n]*)\.ts(["'])/g, "$1.js$2"));
  }
  return status === 0;
}
