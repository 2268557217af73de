import { fullName, parseReference, withDefaultTag } from "../../oci/reference.ts";
import { command } from "../command.ts";
import { problem } from "../errors.ts";
import { userStore } from "../stores.ts";

export default command({
  name: "rmi",
  summary: "Remove a name from djib's store",
  usage: "IMAGE [IMAGE…]",
  arity: [1, Infinity],
  flags: {},
  examples: ["djib rmi shop:1.0", "djib prune"],
  async run({ args, host, terminal }) {
    await using store = await userStore(host);
    for (const name of args) {
      const reference = fullName(withDefaultTag(parseReference(name)));
      if (!(await store.tags.remove(reference)))
        throw problem("usage/no-such-image", `no image ${name} in djib's store`, {
          help: "`djib images` lists what is here",
        });
      terminal.out(`${reference}\n`);
    }
    return 0;
  },
});
