import { showPath } from "../../oci/filesystem/path.ts";
import { diffTrees } from "../../oci/layer/diff-trees.ts";
import { command } from "../command.ts";
import { findImage } from "../find-image.ts";
import { imageTree } from "../image-tree.ts";
import { userStore } from "../stores.ts";

export default command({
  name: "diff",
  summary: "Show how the files of two images differ",
  usage: "[OPTIONS] OLD NEW",
  arity: [2, 2],
  flags: {
    times: { kind: "switch", about: "files that differ in their time alone, too" },
    platform: { kind: "text", value: "OS/ARCH", about: "which of several platforms" },
  },
  examples: ["djib diff python:3.13-slim shop", "djib diff shop:1.0 shop:1.1"],
  async run({ flags, args, host, terminal, signal }) {
    await using store = await userStore(host);
    const ctx = { host, signal, emit: () => {} };
    const [before, after] = await Promise.all(
      args.map(async (name) => imageTree((await findImage(name, flags.platform, store, ctx)).image, store, ctx)),
    );
    await using changes = diffTrees(before!, after!, { times: flags.times === true });
    for await (const entry of changes.entries()) {
      const letter = entry.type === "whiteout" ? "D" : before!.lstat(entry.path) === undefined ? "A" : "C";
      terminal.out(`${letter} ${showPath(entry.path)}\n`);
    }
    return 0;
  },
});
