import { command } from "../command.ts";
import { size } from "../render/quantities.ts";
import { userStore } from "../stores.ts";

/** What nobody used for a week: cached steps, and layers unpacked for RUN. */
const age = 7 * 24 * 60 * 60 * 1000;

export default command({
  name: "prune",
  summary: "Free the space that nothing in the store needs",
  usage: "",
  arity: [0, 0],
  flags: {},
  examples: ["djib rmi shop:1.0", "djib prune"],
  async run({ host, terminal, signal }) {
    await using store = await userStore(host);
    const { collect } = await import("../../oci/store/collect.ts");
    const { removed, freed, hindered } = await collect(store, { olderThan: age }, host);
    const why = hindered === undefined ? "" : `; the rest stays, because another ${hindered} is at work`;
    const { pruneSnapshots } = await import("../../executor/linux/prune-snapshots.ts");
    const unpacked = await pruneSnapshots(store, age, { host, signal, emit: () => undefined });
    const trees = unpacked === 0 ? "" : `, and ${unpacked} unpacked ${unpacked === 1 ? "layer" : "layers"}`;
    terminal.out(`${removed} files, ${size(freed)} freed${trees}${why}\n`);
    return 0;
  },
});
