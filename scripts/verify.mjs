// npm run verify -- SUITE … [--minutes N] [--count N] [--seed N]: the long suites, live. Each is test/verify/SUITE.ts; it gives its results,
// which are written to test/recordings/verify/SUITE.json with date, versions and what recorded them.
import { readdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { node, prepare } from "./lib/prepare.mjs";
import { root } from "./lib/root.mjs";

const known = readdirSync(path.join(root, "test/verify"))
  .filter((name) => name.endsWith(".ts"))
  .map((name) => name.slice(0, -3));
const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  // How long a suite that never ends by itself goes on.
  options: {
    minutes: { type: "string", default: "60" },
    // How many random cases, and from which on.
    count: { type: "string", default: "5000" },
    seed: { type: "string", default: "1" },
  },
});
const unknown = asked.filter((name) => !known.includes(name));
if (asked.length === 0 || unknown.length > 0) {
  console.error(`${unknown.length > 0 ? `No suite ${unknown.join(", ")}. ` : ""}Suites: ${known.join(", ")}`);
  process.exit(2);
}

prepare();
node("scripts/base/prepare.ts");
for (const suite of asked) node("scripts/record/verify.ts", suite, values.minutes, values.count, values.seed);
