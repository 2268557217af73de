// The executor contract as a program of its own, for other users and other rights than the tests have:
//     node driver.js <directory> <mode> <engine>
import { join } from "node:path";
import { linuxExecutor, type LinuxOptions } from "../../src/executor/linux/linux.ts";
import { openStore } from "../../src/oci/store/open.ts";
import { executorContract } from "../contracts/executor.ts";
import { plainCtx } from "./run-step.ts";

const [directory, mode, engine] = process.argv.slice(2) as [string, LinuxOptions["mode"], LinuxOptions["engine"]];

executorContract(
  `${engine}, ${mode}`,
  async () => {
    const store = await openStore(join(directory, "store"), plainCtx().host);
    const executor = linuxExecutor({ store, engine: engine!, mode: mode! });
    return { executor, store, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
  },
  { isolated: mode !== "chroot" },
);
