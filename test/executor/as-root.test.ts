import { executorContract } from "../contracts/executor.ts";
import { linuxBundle } from "../support/linux-bundle.ts";
import { temporaryStore } from "../support/store.ts";

const { linuxExecutor } = await linuxBundle();

for (const engine of ["crun", "runc", "bwrap", "unshare"] as const)
  executorContract(
    `${engine} as root`,
    async () => {
      const store = await temporaryStore();
      return { ...store, executor: linuxExecutor({ store: store.store, engine, mode: "root" }) };
    },
    { isolated: true },
  );
