// Sizes, modes, and what must not be committed: addresses and paths of the machine it was written on.
import { lstatSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../lib/root.mjs";
import { report } from "./report.ts";
import { trackedFiles } from "./tracked.ts";

const largest = 512 * 1024;
const largestRecording = 2 * 1024 * 1024;
const executables = /(\.sh|manage\.py|\.ci\/run)$/;
const machinePaths = /(?<![\w.])\/(?:work|home\/(?!app\b)[a-z]+|Users)\/[\w.-]+\/[\w.-]+/;

const problems = trackedFiles().flatMap((name) => {
  const file = path.join(root, name);
  const { size, mode } = lstatSync(file);
  const limit = name.startsWith("test/recordings/") ? largestRecording : largest;
  const text = size > limit ? "" : readFileSync(file, "latin1");
  const executable = (mode & 0o111) !== 0;
  const source = /^(src|scripts|test|bench)\/.*\.(ts|mjs)$/.test(name);
  return [
    size > limit && `${name}: ${size} bytes; at most ${limit} are committed`,
    executable && !executables.test(name) && !text.startsWith("#!") && `${name}: is executable and has no #!`,
    !executable && executables.test(name) && `${name}: should be executable`,
    text.includes("\r\n") && source && `${name}: has Windows line ends`,
    source && text.split("\n").length > 251 && `${name}: more than 250 lines`,
    !name.startsWith("test/") &&
      machinePaths.test(text) &&
      `${name}: names a path of one machine: ${machinePaths.exec(text)?.[0]}`,
    name.endsWith("package-lock.json") && text.includes('"resolved": "http') && `${name}: records download addresses`,
  ].filter((problem) => problem !== false);
});
report(problems);
