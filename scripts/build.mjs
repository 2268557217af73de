// npm run build: src/ becomes dist/, what users install. The same sources give the same bytes.
//
//   dist/djib.js         the command; tiny, everything else is a lazy chunk beside it
//   dist/index.js        the library, dist/types/ its declarations
//   dist/<room>-….js     what workers and child processes start from
//   dist/LICENSES.txt    the licences of what was bundled
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
for (const file of outputFiles) {
  const command = path.basename(file.path) === "djib.js";
  writeFileSync(file.path, withRequire(file.text), { mode: command ? 0o755 : 0o644 });
}
writeFileSync(path.join(dist, "LICENSES.txt"), licences(metafile, root));
declarations();

/** Bundled CommonJS asks `require` for Node's own modules; only the chunk that does so pays for one. */
function withRequire(text) {
  if (!text.includes("typeof require")) return text;
  return `import{createRequire as requireFrom}from"node:module";const require=requireFrom(import.meta.url);\n${text}`;
}

function declarations() {
  const tsc = path.join(root, "node_modules/typescript/bin/tsc");
  const { status } = spawnSync(process.execPath, [tsc, "-p", "scripts/build/tsconfig.types.json"], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(1);
  // tsc keeps `.ts` in declarations; what lies in dist/ are .js and .d.ts files.
  const folder = path.join(dist, "types");
  for (const name of readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".d.ts"))) {
    const file = path.join(folder, name);
    writeFileSync(file, readFileSync(file, "utf8").replaceAll(/(["']\.[^"'\n]*)\.ts(["'])/g, "$1.js$2"));
  }
}
