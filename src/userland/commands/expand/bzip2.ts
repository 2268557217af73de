import { unbzip2 } from "../../../oci/layer/unpack/bzip2/unbzip2.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { tool } from "../tool.ts";
import { expandAll, type Format } from "./expand.ts";

const packs = "compresses, which is done by another program than djib has";

const suffixes: readonly (readonly [RegExp, string])[] = [
  [/\.bz2?$/, ""],
  [/\.tbz2?$/, ".tar"],
];

const format: Format = {
  name: "bzip2",
  magic: [0x42, 0x5a, 0x68],
  unpack: unbzip2,
  target(name) {
    const found = suffixes.find(([suffix]) => suffix.test(name));
    return found && name.replace(...found);
  },
  says: {
    missing: (name, why) => `Can't open input file ${name}: ${why}.`,
    noTarget: (name) => `Can't guess original name for ${name} -- using ${name}.out`,
    exists: (target) => `Output file ${target} already exists.`,
    unknown: (name) => `${name} is not a bzip2 file.`,
  },
  input: "(stdin)",
  unknownStatus: 2,
};

const options = {
  decompress: { short: "d", long: "decompress" },
  compress: { short: "z", long: "compress", refused: packs },
  keep: { short: "k", long: "keep" },
  force: { short: "f", long: "force" },
  test: { short: "t", long: "test" },
  stdout: { short: "c", long: "stdout" },
  quiet: { short: "q", long: "quiet" },
  verbose: { short: "v", long: "verbose", refused: "shows figures" },
  small: { short: "s", long: "small" },
  level: { short: "123456789", long: ["fast", "best"] },
  version: { short: "LV", long: ["license", "version"], refused: "belongs to the version in the image" },
  help: { short: "h", long: "help", refused: "is for people" },
} as const;

/** bzip2 1.0.8 -d, and bunzip2 and bzcat by their names. */
export const bzip2 = tool({
  options,
  async run(proc, args) {
    const name = (proc.args[0] ?? "bzip2").replace(/^.*\//, "");
    const unpacks = args.has("decompress") || args.has("test") || name !== "bzip2";
    if (!unpacks) throw new Refusal("bzip2", packs, "gzip's bytes can be made");
    const odd = args.operands.find((operand) => operand !== "-" && format.target(operand) === undefined);
    const stdout = args.has("stdout") || name === "bzcat";
    if (odd !== undefined && !stdout && !args.has("test")) throw new Refusal(odd, "does not end in .bz2");
    const how = { stdout, test: args.has("test"), keep: args.has("keep"), force: args.has("force") };
    return expandAll(proc, { ...format, name }, how, args.operands);
  },
});
