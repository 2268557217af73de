// npm run build: src/ becomes dist/, what users install. The same sources give the same bytes.
//
//   dist/djib.js         the command; tiny, everything else is a lazy chunk beside it
//   dist/index.js        the library, dist/types/ its declarations
//   dist/<room>-….js     what workers and child processes start from
//   dist/LICENSES.txt    the licences of what was bundled
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { rolldown } from "rolldown";
import { sharedChunks } from "./build/chunks.mjs";
import { licences } from "./build/licences.mjs";
import { ownFiles, renamed } from "./build/own-files.mjs";
import { root } from "./lib/root.mjs";

const dist = path.join(root, "dist");
const src = path.join(root, "src");

const common = {
  cwd: root,
  platform: "node",
  transform: { target: "node20.19" },
  checks: { ineffectiveDynamicImport: false },
  plugins: [{ name: "own-files", transform: (text, id) => (id.startsWith(src) ? renamed(src, id, text) : null) }],
};
const output = {
  format: "esm",
  // Names stay, so that a stack in a bug report can be read.
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  comments: false,
};

/** The files of one bundle. Each entry that users start has its own, since shared code would be cut into chunks. */
async function bundle(input, chunks, shared) {
  const plugins = [...common.plugins, ...(shared === undefined ? [] : [shared.plugin])];
  const one = await rolldown({ ...common, plugins, input });
  const { output: made } = await one.generate({
    ...output,
    chunkFileNames: `${chunks}-[hash].js`,
    codeSplitting: { groups: shared?.groups ?? [] },
  });
  await one.close();
  return made;
}

const workers = Object.entries(ownFiles(src).entryPoints).map(([name, file]) => bundle({ [name]: file }, name));
const outputFiles = (
  await Promise.all([
    bundle({ djib: "src/bin.ts" }, "chunk", sharedChunks(src)),
    bundle({ index: "src/index.ts" }, "library"),
    ...workers,
  ])
).flat();

// Made beside dist/ and put in its place whole, so that a djib that runs meanwhile finds its files.
const made = mkdtempSync(`${dist}-`);
for (const { fileName, code } of outputFiles)
  writeFileSync(path.join(made, fileName), code, { mode: fileName === "djib.js" ? 0o755 : 0o644 });
writeFileSync(path.join(made, "LICENSES.txt"), licences(outputFiles.flatMap(({ moduleIds }) => moduleIds)));
const typed = declarations(path.join(made, "types"));
chmodSync(made, 0o755);
rmSync(dist, { recursive: true, force: true });
renameSync(made, dist);
if (!typed) process.exit(1);

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
