import { command } from "../command.ts";
import { size } from "../render/quantities.ts";
import { userStore } from "../stores.ts";

/** What nobody used for a week: cached steps, layers unpacked for RUN, and its caches. */
const age = 7 * 24 * 60 * 60 * 1000;

export default command({
  name: "prune",
  summary: "Free the space that nothing in the store needs",
  usage: "",
  arity: [0, 0],
  flags: {
    "cache-mounts": { kind: "switch", about: "the caches of RUN --mount=type=cache too" },
  },
  examples: ["djib rmi shop:1.0", "djib prune", "djib prune --cache-mounts"],
  async run({ flags, host, terminal, signal }) {
    await using store = await userStore(host);
    const { collect } = await import("../../oci/store/collect.ts");
    const { removed, freed, hindered } = await collect(store, { olderThan: age }, host);
    const why = hindered === undefined ? "" : `; the rest stays, because another ${hindered} is at work`;
    const ctx = { host, signal, emit: () => undefined };
    const { pruneSnapshots } = await import("../../executor/linux/prune-snapshots.ts");
    const unpacked = await pruneSnapshots(store, age, ctx);
    const { pruneCaches } = await import("../../executor/linux/prune-caches.ts");
    const portable = await import("../../executor/portable/prune.ts");
    const unused = flags["cache-mounts"] ? 0 : age;
    const emptied = (await pruneCaches(store, unused, ctx)) + (await portable.pruneCaches(store, unused, ctx));
    const caches = emptied === 0 ? "" : `, and ${emptied} ${emptied === 1 ? "cache" : "caches"} of RUN`;
    const trees = unpacked === 0 ? "" : `, and ${unpacked} unpacked ${unpacked === 1 ? "layer" : "layers"}`;
    terminal.out(`${removed} files, ${size(freed)} freed${trees}${caches}${why}\n`);
    return 0;
  },
});
