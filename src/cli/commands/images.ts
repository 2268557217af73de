import { familiarName, parseReference } from "../../oci/reference.ts";
import { command } from "../command.ts";
import { age, short, size } from "../render/quantities.ts";
import { table } from "../render/table.ts";
import { userStore } from "../stores.ts";
import { isUntitled } from "../untitled.ts";

export default command({
  name: "images",
  summary: "List the images in djib's store",
  usage: "[OPTIONS]",
  arity: [0, 0],
  flags: {
    quiet: { kind: "switch", short: "q", about: "only image IDs" },
    json: { kind: "switch", about: "one JSON object a line" },
  },
  examples: ["djib images", "djib images -q"],
  async run({ flags, host, terminal }) {
    await using store = await userStore(host);
    const rows: string[][] = [];
    const seconds = (at: string) => (host.now().getTime() - Date.parse(at)) / 1000;
    for (const record of await store.tags.list()) {
      const image = await store.images.load(record.image);
      const bytes = image.layers.reduce((sum, layer) => sum + layer.size, 0);
      if (flags.json) terminal.out(`${JSON.stringify({ ...record, size: bytes })}\n`);
      else if (flags.quiet) terminal.out(`${record.id}\n`);
      else
        rows.push([
          isUntitled(record.reference) ? "<none>" : familiarName(parseReference(record.reference)),
          record.platform,
          short(record.id).slice(7),
          record.origin,
          `${age(seconds(record.at))} ago`,
          size(bytes),
        ]);
    }
    if (!flags.json && !flags.quiet)
      terminal.out(table(["IMAGE", "PLATFORM", "IMAGE ID", "ORIGIN", "SINCE", "SIZE"], rows));
    return 0;
  },
});
