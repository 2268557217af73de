import { unxz } from "../../../oci/layer/unpack/xz/unxz.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { standardOptions } from "../standard-options.ts";
import { tool } from "../tool.ts";
import { expandAll, type Format } from "./expand.ts";

const packs = "compresses, which is done by another program than djib has";
const details = "is about details of compression";

const format: Format = {
  name: "xz",
  magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
  unpack: unxz,
  target: (name) =>
    /[^/]\.xz$/.test(name) ? name.slice(0, -3) : /[^/]\.txz$/.test(name) ? `${name.slice(0, -4)}.tar` : undefined,
  says: {
    missing: (name, why) => `${name}: ${why}`,
    noTarget: (name) => `${name}: Filename has an unknown suffix, skipping`,
    exists: (target) => `${target}: File exists`,
    unknown: (name) => `${name}: File format not recognized`,
  },
  input: "(stdin)",
  unknownStatus: 1,
};

const options = {
  compress: { short: "z", long: "compress", refused: packs },
  decompress: { short: "d", long: ["decompress", "uncompress"] },
  test: { short: "t", long: "test" },
  list: { short: "l", long: "list", refused: "lists what is compressed" },
  keep: { short: "k", long: "keep" },
  force: { short: "f", long: "force" },
  stdout: { short: "c", long: ["stdout", "to-stdout"] },
  level: { short: "0123456789" },
  extreme: { short: "e", long: "extreme" },
  threads: { short: "T", long: "threads", value: "required" },
  quiet: { short: "q", long: "quiet" },
  verbose: { short: "v", long: "verbose", refused: "shows progress" },
  format: { short: "F", long: "format", value: "required", refused: details },
  check: { short: "C", long: "check", value: "required", refused: details },
  memory: { short: "M", long: ["memlimit", "memory"], value: "required" },
  memoryDecompress: { long: "memlimit-decompress", value: "required" },
  memoryCompress: { long: "memlimit-compress", value: "required" },
  suffix: { short: "S", long: "suffix", value: "required", refused: "names files otherwise" },
  noSparse: { long: "no-sparse" },
  ignoreCheck: { long: "ignore-check", refused: "reads what is damaged" },
  single: { long: "single-stream", refused: "leaves out what follows" },
  files: { long: ["files", "files0"], value: "optional", refused: "reads names from a file" },
  robot: { long: "robot", refused: "is for programs" },
  noWarn: { short: "Q", long: "no-warn" },
  short: { short: "hHV", long: "long-help", refused: "is for people" },
  ...standardOptions,
} as const;

/** xz 5.4 -d, and unxz and xzcat by their names. */
export const xz = tool({
  options,
  async run(proc, args) {
    const name = (proc.args[0] ?? "xz").replace(/^.*\//, "");
    const unpacks = args.has("decompress") || args.has("test") || name !== "xz";
    if (!unpacks) throw new Refusal("xz", packs, "gzip's bytes can be made");
    const how = {
      stdout: args.has("stdout") || name === "xzcat",
      test: args.has("test"),
      keep: args.has("keep"),
      force: args.has("force"),
    };
    return expandAll(proc, { ...format, name: proc.args[0] ?? "xz" }, how, args.operands);
  },
});
