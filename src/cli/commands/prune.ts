import { command } from "../command.ts";
import { size } from "../render/quantities.ts";
import { userStore } from "../stores.ts";

/** A cached step that nobody used for a week. */
const age = 7 * 24 * 60 * 60 * 1000;

export default command({
  name: "prune",
  summary: "Free the space that nothing in the store needs",
  usage: "",
  arity: [0, 0],
  flags: {},
  examples: ["djib rmi shop:1.0", "djib prune"],
  async run({ host, terminal }) {
    await using store = await userStore(host);
    const { collect } = await import("../../oci/store/collect.ts");
    const { removed, freed, hindered } = await collect(store, { olderThan: age }, host);
    const why = hindered === undefined ? "" : `; the rest stays, because another ${hindered} is at work`;
    terminal.out(`${removed} files, ${size(freed)} freed${why}\n`);
    return 0;
  },
});
