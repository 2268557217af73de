import { command } from "../command.ts";
import { problem } from "../errors.ts";
import { recordsOf } from "../find-image.ts";
import { userStore } from "../stores.ts";

export default command({
  name: "rmi",
  summary: "Remove names from djib's store, or all names of an ID",
  usage: "IMAGE [IMAGE…]",
  arity: [1, Infinity],
  flags: {},
  examples: ["djib rmi shop:1.0", "djib prune"],
  async run({ args, host, terminal }) {
    await using store = await userStore(host);
    for (const name of args) {
      const records = await recordsOf(name, store);
      if (records.length === 0)
        throw problem("usage/no-such-image", `no image ${name} in djib's store`, {
          help: "`djib images` lists what is here",
        });
      for (const reference of new Set(records.map((record) => record.reference))) {
        await store.tags.remove(reference);
        terminal.out(`${reference}\n`);
      }
    }
    return 0;
  },
});
