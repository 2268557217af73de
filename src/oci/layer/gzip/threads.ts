import { Worker } from "node:worker_threads";
import { gzipMember } from "./member.ts";
import { newSlot, type Packer, type Slot } from "./slot.ts";

interface Job {
  readonly slot: Slot;
  readonly length: number;
  readonly done: (member: Uint8Array) => void;
}

/** Threads that compress, and their slots: one for each and one to fill meanwhile. */
export interface Threads extends Packer, AsyncDisposable {}

/** A small heap: what a thread needs lives as long as it, the rest is garbage that need not lie about. */
const resourceLimits = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 64 };

/**
 * A thread that cannot start (containers limit them) or dies is done without: what it had to do
 * is done here, with the same bytes as a result.
 */
export function startThreads(count: number): Threads {
  const slots = Array.from({ length: count + 1 }, newSlot);
  const waiting: Job[] = [];
  const idle: Worker[] = [];
  const busy = new Map<Worker, Job>();
  const alive = new Set<Worker>();

  const doHere = ({ slot, length, done }: Job) => done(gzipMember(slot.input.subarray(0, length), slot.output));
  const assign = () => {
    for (;;) {
      if (waiting.length === 0 || (alive.size > 0 && idle.length === 0)) return;
      const job = waiting.shift()!;
      const worker = idle.pop();
      if (worker === undefined) {
        doHere(job);
      } else {
        busy.set(worker, job);
        worker.postMessage({ slot: slots.indexOf(job.slot), length: job.length });
      }
    }
  };
  const finished = (worker: Worker, length: number) => {
    const job = busy.get(worker);
    job?.done(job.slot.output.subarray(0, length));
    busy.delete(worker);
    idle.push(worker);
    assign();
  };
  const lost = (worker: Worker) => {
    const job = busy.get(worker);
    busy.delete(worker);
    alive.delete(worker);
    if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
    if (job !== undefined) doHere(job);
    assign();
  };
  for (let i = 0; i < count; i++) {
    const worker = new Worker(new URL("./gzip-worker.ts", import.meta.url), { workerData: slots, resourceLimits });
    worker.on("message", (length: number) => finished(worker, length));
    worker.on("error", () => lost(worker));
    alive.add(worker);
    idle.push(worker);
  }

  return {
    slots,
    pack: (slot, length) =>
      new Promise((done) => {
        waiting.push({ slot, length, done });
        assign();
      }),
    async [Symbol.asyncDispose]() {
      await Promise.all([...alive].map((worker) => worker.terminate()));
    },
  };
}
