import type { Host } from "../../../host.ts";
import { startThreads, type Threads } from "./threads.ts";

interface Shared {
  readonly threads: Threads;
  users: number;
  /** Settles when the last user who came is done. */
  last: Promise<void>;
}

/**
 * Each thread takes some 15 MB; two keep within djib's bound on memory. One processor is left to
 * reading, hashing and sending.
 */
const most = 2;

const running = new WeakMap<Host, Shared>();

/**
 * The threads of a host, for one user after the other, so that memory does not grow with the number
 * of layers that are compressed at a time. Started for the first; ended when the last one disposes.
 * Nothing may be under way in them when a user disposes.
 */
export async function useThreads(host: Host): Promise<Threads> {
  const shared = running.get(host) ?? start(host);
  const before = shared.last;
  let done = () => {};
  shared.last = new Promise((resolve) => (done = resolve));
  shared.users++;
  await before;
  return {
    ...shared.threads,
    async [Symbol.asyncDispose]() {
      done();
      if (--shared.users > 0) return;
      running.delete(host);
      await shared.threads[Symbol.asyncDispose]();
    },
  };
}

function start(host: Host): Shared {
  const threads = startThreads(Math.min(most, host.system.cpus - 1));
  const shared = { threads, users: 0, last: Promise.resolve() };
  running.set(host, shared);
  return shared;
}
