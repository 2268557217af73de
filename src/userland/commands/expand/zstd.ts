import { unzstd } from "../../../oci/layer/unpack/zstd/unzstd.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { tool } from "../tool.ts";
import { expandAll, type Format } from "./expand.ts";

const packs = "compresses, which is done by another program than djib has";

const format: Format = {
  name: "zstd",
  magic: [0x28, 0xb5, 0x2f, 0xfd],
  unpack: unzstd,
  target: () => undefined,
  says: {
    missing: (name, why) => `can't stat ${name} : ${why} -- ignored `,
    noTarget: (name) => `${name}: unknown suffix`,
    exists: (target) => `${target} already exists`,
    unknown: (name) => `${name}: unsupported format `,
  },
  input: "/*stdin*\\",
  unknownStatus: 1,
};

/** zstd 1.5 -d to standard output, which is what tar asks of it. */
export const zstd = tool({
  options: {
    decompress: { short: "d", long: ["decompress", "uncompress"] },
    stdout: { short: "c", long: "stdout" },
    force: { short: "f", long: "force" },
    keep: { short: "k", long: "keep" },
    quiet: { short: "q", long: "quiet" },
    threads: { short: "T", long: "threads", value: "required" },
    level: { short: "0123456789", refused: packs },
    other: {
      short: "DorlMhHVvtbeizS",
      long: ["rm", "test", "list", "ultra", "long", "fast", "adaptive", "output-dir-flat", "patch-from"],
      refused: "is not done here",
    },
  },
  async run(proc, args) {
    if (!args.has("decompress")) throw new Refusal("zstd", packs, "gzip's bytes can be made");
    if (args.operands.length > 0 && !args.has("stdout"))
      throw new Refusal("zstd", "unpacks to standard output alone here", "say zstd -dc FILE");
    const how = { stdout: true, test: false, keep: true, force: args.has("force") };
    return expandAll(proc, { ...format, name: proc.args[0] ?? "zstd" }, how, args.operands);
  },
});
