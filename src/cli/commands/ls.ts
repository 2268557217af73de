import { join, showPath } from "../../oci/filesystem/path.ts";
import { walk } from "../../oci/filesystem/walk.ts";
import { command } from "../command.ts";
import { lookInto } from "../look-into.ts";
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
    const { tree, path, stat } = await lookInto(args[0]!, args[1] ?? "/", flags.platform, store, { host, signal });
    const line = (at: typeof path, name: string) => (flags.long ? listingLine(tree.lstat(at)!, name) : `${name}\n`);
    if (flags.recursive) for (const [at] of walk(tree, path)) terminal.out(line(at, showPath(at)));
    else if (stat.type !== "directory") terminal.out(line(path, showPath(path)));
    else
      for (const name of tree.list(path)) terminal.out(line(join(path, name), showPath(name as typeof path).slice(1)));
    return 0;
  },
});
