import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

// A worker thread or child process starts from a file of its own. Sources name it with
//     new URL("./worker.ts", import.meta.url)
// which is right when they run from src/. In dist/ every file lies in one folder, so each file that
// is named like this becomes an entry, and the name is replaced by that entry's.
const named = /new URL\(\s*"(\.[^"]+\.ts)"\s*,\s*import\.meta\.url\s*\)/g;

/** The entries for files under `src` that are started on their own, and esbuild's plugin that renames them. */
export function ownFiles(src) {
  const entryPoints = {};
  for (const file of sources(src)) {
    for (const target of targets(file)) entryPoints[entryName(src, target)] = target;
  }
  return { entryPoints, plugin: plugin(src) };
}

function sources(src) {
  const names = readdirSync(src, { recursive: true }).filter((name) => name.endsWith(".ts"));
  return names.sort().map((name) => path.join(src, name));
}

function targets(file) {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(named)].map((match) => path.resolve(path.dirname(file), match[1]));
}

/** src/executor/linux/worker.ts is dist/executor-linux-worker.js. */
function entryName(src, file) {
  return path.relative(src, file).replace(/\.ts$/, "").split(path.sep).join("-");
}

/** The text of a source with the names that its files have in dist/. */
export function renamed(src, file, text) {
  const rename = (_, target) =>
    `new URL("./${entryName(src, path.resolve(path.dirname(file), target))}.js", import.meta.url)`;
  return text.replaceAll(named, rename);
}

function plugin(src) {
  return {
    name: "own-files",
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path: file }) =>
        targets(file).length === 0
          ? undefined
          : { contents: renamed(src, file, readFileSync(file, "utf8")), loader: "ts" },
      );
    },
  };
}
