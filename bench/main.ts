import { writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { versions } from "../scripts/lib/versions.ts";
import { measureMemory } from "./memory.ts";
import { measureTimes } from "./times.ts";
import { measureScan } from "./scan.ts";
import { measureRuns } from "./runs.ts";
import { report } from "./report.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "3" }, "no-memory": { type: "boolean", default: false } },
});
const times = await measureTimes(Number(values.rounds));
const memory = values["no-memory"] ? [] : await measureMemory([20_000, 50_000, 100_000, 500_000]);
const scan = await measureScan(100_000, 5);
const runs = await measureRuns(Number(values.rounds));
const text = report({ date: new Date().toISOString().slice(0, 10), versions: versions(), times, scan, runs, memory });
writeFileSync(path.join(import.meta.dirname, "RESULTS.md"), text);
console.log(text);
