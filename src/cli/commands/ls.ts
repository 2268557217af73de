import { resolvePath } from "../../oci/filesystem/resolve.ts";
import { imagePath, join, showPath } from "../../oci/filesystem/path.ts";
import { walk } from "../../oci/filesystem/walk.ts";
import { command } from "../command.ts";
import { findImage } from "../find-image.ts";
import { imageTree } from "../image-tree.ts";
import { noSuchPath } from "../no-such-path.ts";
import { ctxOf } from "../registries.ts";
import { listingLine } from "../render/listing.ts";
import { userStore } from "../stores.ts";

export default command({
  name: "ls",
  summary: "List the files of an image",
  usage: "[OPTIONS] IMAGE [PATH]",
  arity: [1, 2],
  flags: {
    long: { kind: "switch", short: "l", about: "type, mode, owner, size, time and link target" },
    recursive: { kind: "switch", short: "R", about: "everything beneath PATH" },
    platform: { kind: "text", value: "OS/ARCH", about: "which of several platforms" },
  },
  examples: ["djib ls shop /app", "djib ls -lR shop /venv/bin"],
  async run({ flags, args, host, terminal, signal }) {
    await using store = await userStore(host);
    const { image } = await findImage(args[0]!, flags.platform, store, host);
    const tree = await imageTree(
      image,
      store,
      ctxOf(host, signal, () => {}),
    );
    const { path, stat } = resolvePath(tree, imagePath(args[1] ?? "/"), { followLast: true });
    if (stat === undefined) throw noSuchPath(args[1]!, tree);
    const line = (at: typeof path, name: string) => (flags.long ? listingLine(tree.lstat(at)!, name) : `${name}\n`);
    if (flags.recursive) for (const [at] of walk(tree, path)) terminal.out(line(at, showPath(at)));
    else if (stat.type !== "directory") terminal.out(line(path, showPath(path)));
    else
      for (const name of tree.list(path)) terminal.out(line(join(path, name), showPath(name as typeof path).slice(1)));
    return 0;
  },
});
