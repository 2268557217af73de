import { Worker } from "node:worker_threads";
import type { Host } from "../../../host.ts";
import { gzipMember } from "./member.ts";

interface Job {
  readonly bytes: Uint8Array;
  readonly done: (member: Uint8Array) => void;
}

/** Compresses members in threads, which are shared by all layers that one host works on at a time. */
export interface Threads extends AsyncDisposable {
  readonly count: number;
  compress(bytes: Uint8Array): Promise<Uint8Array>;
}

/** Each thread takes some 30 MB, since V8 frees buffers late; two keep within djib's bound on memory. */
const most = 2;

const running = new WeakMap<Host, { readonly threads: Threads; users: number }>();

/** Started for the first user; ended, finished or not, when the last one disposes. */
export function useThreads(host: Host): Threads {
  const shared = running.get(host) ?? { threads: startThreads(Math.min(most, host.system.cpus)), users: 0 };
  running.set(host, shared);
  shared.users++;
  return {
    count: shared.threads.count,
    compress: (bytes) => shared.threads.compress(bytes),
    async [Symbol.asyncDispose]() {
      if (--shared.users > 0) return;
      running.delete(host);
      await shared.threads[Symbol.asyncDispose]();
    },
  };
}

/**
 * A thread that cannot start (containers limit them) or dies is done without: what it had to do
 * is done here, with the same bytes as a result.
 */
function startThreads(count: number): Threads {
  const waiting: Job[] = [];
  const idle: Worker[] = [];
  const busy = new Map<Worker, Job>();
  const alive = new Set<Worker>();

  const assign = () => {
    for (;;) {
      if (waiting.length === 0 || (alive.size > 0 && idle.length === 0)) return;
      const job = waiting.shift()!;
      const worker = idle.pop();
      if (worker === undefined) {
        job.done(gzipMember(job.bytes));
      } else {
        busy.set(worker, job);
        worker.postMessage(job.bytes);
      }
    }
  };
  const finished = (worker: Worker, member: Uint8Array) => {
    busy.get(worker)?.done(member);
    busy.delete(worker);
    idle.push(worker);
    assign();
  };
  const lost = (worker: Worker) => {
    const job = busy.get(worker);
    busy.delete(worker);
    alive.delete(worker);
    if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
    job?.done(gzipMember(job.bytes));
    assign();
  };
  for (let i = 0; i < count; i++) {
    const worker = new Worker(new URL("./gzip-worker.ts", import.meta.url));
    worker.on("message", (member: Uint8Array) => finished(worker, member));
    worker.on("error", () => lost(worker));
    alive.add(worker);
    idle.push(worker);
  }

  return {
    count,
    compress: (bytes) =>
      new Promise((done) => {
        waiting.push({ bytes, done });
        assign();
      }),
    async [Symbol.asyncDispose]() {
      await Promise.all([...alive].map((worker) => worker.terminate()));
    },
  };
}
