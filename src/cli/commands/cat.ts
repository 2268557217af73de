import { pipeline } from "node:stream/promises";
import { imagePath } from "../../oci/filesystem/path.ts";
import { resolvePath } from "../../oci/filesystem/resolve.ts";
import { command } from "../command.ts";
import { problem } from "../errors.ts";
import { findImage } from "../find-image.ts";
import { imageTree } from "../image-tree.ts";
import { noSuchPath } from "../no-such-path.ts";
import { ctxOf } from "../registries.ts";
import { userStore } from "../stores.ts";

export default command({
  name: "cat",
  summary: "Print a file of an image",
  usage: "[OPTIONS] IMAGE PATH",
  arity: [2, 2],
  flags: { platform: { kind: "text", value: "OS/ARCH", about: "which of several platforms" } },
  examples: ["djib cat shop /etc/os-release", "djib cat shop /app/db.sqlite3 > db.sqlite3"],
  async run({ flags, args, host, terminal, signal }) {
    await using store = await userStore(host);
    const { image } = await findImage(args[0]!, flags.platform, store, host);
    const tree = await imageTree(
      image,
      store,
      ctxOf(host, signal, () => {}),
    );
    const { path, stat } = resolvePath(tree, imagePath(args[1]!), { followLast: true });
    if (stat === undefined) throw noSuchPath(args[1]!, tree);
    if (stat.type !== "file")
      throw problem("usage/no-such-path", `${args[1]} is a ${stat.type}, not a file`, {
        help: `\`djib ls ${args.join(" ")}\` shows it`,
      });
    await pipeline(tree.read(path), terminal.stdout, { end: false, signal });
    return 0;
  },
});
