import { pipeline } from "node:stream/promises";
import { command } from "../command.ts";
import { problem } from "../errors.ts";
import { lookInto } from "../look-into.ts";
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
    const { tree, path, stat } = await lookInto(args[0]!, args[1]!, flags.platform, store, { host, signal });
    if (stat.type !== "file")
      throw problem("usage/no-such-path", `${args[1]} is a ${stat.type}, not a file`, {
        help: `\`djib ls ${args.join(" ")}\` shows it`,
      });
    await pipeline(tree.read(path), terminal.stdout, { end: false, signal });
    return 0;
  },
});
