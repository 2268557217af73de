// A RUN that sleeps, as a program of its own that can be killed:
//     node sleeper.js <store> <seconds>
import { linuxExecutor } from "../../src/executor/linux/linux.ts";
import { openStore } from "../../src/oci/store/open.ts";
import { busyboxSnapshot } from "./busybox.ts";
import { plainCtx, printed, shellStep } from "./run-step.ts";

const [root, seconds] = process.argv.slice(2) as [string, string];
const store = await openStore(root, plainCtx().host);
await printed(linuxExecutor({ store }), shellStep(`sleep ${seconds}`), await busyboxSnapshot(store));
