import { gzipSync } from "node:zlib";
import { type Case, sh } from "../case.ts";

/** Text that compresses neither well nor badly, the same each time. */
export function sample(size: number, seed = 1): string {
  const words = ["alpha", "beta", "gamma", "delta", "static", "django", "\n", " ", "{}", "0123"];
  let text = "";
  for (let state = seed; text.length < size;) {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    text += words[(state >> 8) % words.length]! + String((state >> 16) & 0xff);
  }
  return text.slice(0, size);
}

const packed = gzipSync(Buffer.from(sample(5000))).toString("base64");
const broken = Buffer.from(packed, "base64");
broken[broken.length - 6]! ^= 1;

export const gzip: Readonly<Record<string, Case>> = {
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((level) => [
      `level ${level}`,
      { files: { a: sample(150_000, level), b: "" }, steps: [sh(`gzip -n${level} a b`)] },
    ]),
  ),
  "in place with its name and time": {
    files: { "some file.txt": { content: sample(500), mode: 0o640, mtime: 1_500_000_000 } },
    steps: [{ run: ["gzip", "some file.txt"] }],
  },
  "owner and mode stay": {
    files: { a: { content: "x", mode: 0o604, owner: [12_345, 54_321] } },
    steps: [sh("gzip a"), sh("gzip -d a.gz")],
  },
  "several, one after another": {
    files: { a: sample(90_000), b: sample(70_000, 9), c: "short" },
    steps: [sh("gzip -9 a b c")],
  },
  keep: { files: { a: "text" }, steps: [sh("gzip -k a"), sh("gzip -dkf a")] },
  "to standard output": {
    files: { a: sample(3000) },
    steps: [sh("gzip -c a"), sh("gzip -nc a"), sh("gzip -c", { from: "a" })],
  },
  "from standard input": {
    files: {},
    steps: [sh("gzip", { stdin: sample(4000) }), sh("gzip -9n", { stdin: "" }), sh("gzip -1 -", { stdin: "x" })],
  },
  expand: { files: { "a.gz": { bytes: packed } }, steps: [sh("gzip -d a.gz")] },
  "expand without its suffix": { files: { "a.gz": { bytes: packed } }, steps: [sh("gzip -d a")] },
  "expand to standard output": {
    files: { "a.gz": { bytes: packed } },
    steps: [sh("gzip -dc a.gz"), sh("gzip -cd", { from: "a.gz" })],
  },
  "other suffixes": {
    files: {
      "a.tgz": { bytes: packed },
      "b.z": { bytes: packed },
      "c-gz": { bytes: packed },
      "d.TAZ": { bytes: packed },
      "e.txt": { bytes: packed },
    },
    steps: [sh("gzip -d a.tgz b.z c-gz d.TAZ e.txt")],
  },
  "a suffix of one's own": {
    files: { a: "x" },
    steps: [sh("gzip -S .zz a"), sh("gzip -S .zz -d a.zz"), sh("gzip -S x -v a")],
  },
  "an empty suffix": { files: { a: "x" }, steps: [{ run: ["gzip", "-S", "", "a"] }] },
  "already compressed": {
    files: { "a.gz": { bytes: packed } },
    steps: [sh("gzip a.gz"), sh("gzip -q a.gz"), sh("gzip -f a.gz")],
  },
  "there already": { files: { a: "x", "a.gz": "y" }, steps: [sh("gzip a"), sh("gzip -f a")] },
  "no such file": {
    files: {},
    steps: [sh("gzip nothing"), sh("gzip -d nothing"), sh("gzip -d nothing.gz"), sh("gzip -q nothing")],
  },
  "a directory": {
    files: { "d/a": "x", "d/b.gz": { bytes: packed }, "d/e/c": "y" },
    steps: [sh("gzip d"), sh("gzip -q d"), sh("gzip -r d"), sh("gzip -dr d")],
  },
  links: {
    files: { a: "x", b: { link: "a" }, c: { hard: "a" } },
    steps: [sh("gzip b"), sh("gzip a"), sh("gzip -q a"), sh("gzip -kf c")],
  },
  "special modes": {
    files: { u: { content: "x", mode: 0o4755 }, g: { content: "x", mode: 0o2755 }, t: { content: "x", mode: 0o1755 } },
    steps: [sh("gzip u g t"), sh("gzip -f u g t")],
  },
  "not in gzip format": {
    files: { "a.gz": "hello, world", "b.gz": "x", "c.gz": "" },
    steps: [
      sh("gzip -d a.gz"),
      sh("gzip -dc", { stdin: "<html>" }),
      sh("gzip -d b.gz"),
      sh("gzip -d c.gz"),
      sh("gzip -dc c.gz"),
    ],
  },
  "as cat": { files: { "a.gz": "hello", "b.gz": { bytes: packed } }, steps: [sh("gzip -cdf a.gz b.gz")] },
  "cut off": {
    files: {
      "a.gz": { bytes: Buffer.from(packed, "base64").subarray(0, 200).toString("base64") },
      "b.gz": { bytes: Buffer.from(packed, "base64").subarray(0, -3).toString("base64") },
      "c.gz": { bytes: "H4sI" },
    },
    steps: [sh("gzip -d a.gz"), sh("gzip -d b.gz"), sh("gzip -t b.gz"), sh("gzip -d c.gz")],
  },
  "a wrong sum": {
    files: { "a.gz": { bytes: broken.toString("base64") } },
    steps: [sh("gzip -t a.gz"), sh("gzip -d a.gz")],
  },
  "broken blocks": {
    files: {
      "a.gz": {
        bytes: Buffer.concat([
          Buffer.from(packed, "base64").subarray(0, 10),
          Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]),
        ]).toString("base64"),
      },
    },
    steps: [sh("gzip -d a.gz"), sh("gzip -dc a.gz")],
  },
  "members behind each other": {
    files: { "a.gz": { bytes: Buffer.concat([gzipSync("one\n"), gzipSync("two\n")]).toString("base64") } },
    steps: [sh("gzip -dk a.gz"), sh("gzip -t a.gz")],
  },
  "zeros behind": {
    files: { "a.gz": { bytes: Buffer.concat([gzipSync("one\n"), Buffer.alloc(600)]).toString("base64") } },
    steps: [sh("gzip -d a.gz")],
  },
  "garbage behind": {
    files: {
      "a.gz": { bytes: Buffer.concat([gzipSync("one\n"), Buffer.from("garbage")]).toString("base64") },
      "b.gz": { bytes: Buffer.concat([gzipSync("one\n"), Buffer.from("garbage")]).toString("base64") },
    },
    steps: [sh("gzip -d a.gz"), sh("gzip -dq b.gz")],
  },
  test: {
    files: { "a.gz": { bytes: packed }, b: { bytes: packed } },
    steps: [sh("gzip -t a.gz"), sh("gzip -tv a.gz"), sh("gzip -t b")],
  },
  "name and time of the header": {
    files: { a: { content: "x", mtime: 1_400_000_000 } },
    steps: [sh("gzip a"), { run: ["gzip", "-dN", "a.gz"] }],
  },
  verbose: {
    files: { a: sample(20_000), b: "", c: "x" },
    steps: [
      sh("gzip -v a b c"),
      sh("gzip -dv a.gz b.gz c.gz"),
      sh("gzip -kv a"),
      sh("gzip -v", { stdin: "hello hello hello" }),
    ],
  },
  "wrong command lines": { files: {}, steps: [sh("gzip -y"), sh("gzip --nonsense"), sh("gzip -S")] },
};
