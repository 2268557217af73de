import { parentPort, workerData } from "node:worker_threads";
import { gzipMember } from "./member.ts";
import type { Slot } from "./slot.ts";

const slots = workerData as readonly Slot[];

/** The body of a compression thread: each message says which slot holds how many bytes, the answer is how long the member is. */
parentPort?.on("message", ({ slot, length }: { readonly slot: number; readonly length: number }) => {
  const { input, output } = slots[slot]!;
  parentPort?.postMessage(gzipMember(input.subarray(0, length), output).length);
});
