// Runs one long suite and writes down what it found. A suite exports `verify`, and the files it judges.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { writeRecording } from "../lib/recorder.ts";
import { root } from "../lib/root.mjs";
import { versions } from "../lib/versions.ts";

/** Random cases that the command line asks for. */
export interface Wish {
  readonly count: number;
  /** Of the first. */
  readonly seed: number;
}

export interface Suite {
  /** Beside the suite itself, the files whose change makes its results old. */
  readonly recordedBy: readonly string[];
  /** Resolves to what is worth keeping; rejects where a claim does not hold. One without an end stops after `minutes`. */
  verify(minutes: number, wish: Wish): Promise<object>;
}

const [name = "", minutes = "60", count = "5000", seed = "1"] = process.argv.slice(2);
const file = `test/verify/${name}.ts`;
const suite = (await import(pathToFileURL(path.join(root, file)).href)) as Suite;
const started = performance.now();
const results = await suite.verify(Number(minutes), { count: Number(count), seed: Number(seed) });
const seconds = Math.round((performance.now() - started) / 1000);
writeRecording(`verify/${name}.json`, [file, ...suite.recordedBy], versions(), { seconds, results });
console.log(`${name}: written to test/recordings/verify/${name}.json (${seconds} s)`);
