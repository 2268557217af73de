import { Worker } from "node:worker_threads";
import type { Growth } from "./growth.ts";
import type { Tally } from "./loop.ts";

export type Order =
  | { readonly kind: "fuzz"; readonly target: string; readonly seed: number; readonly end: number }
  | { readonly kind: "grow"; readonly seconds: number };

/** One text may take this long before it is called a hang; on a busy machine a good one takes a second. */
const patienceMs = 60_000;

/** Node 20 hands what --import tsx does to no thread. */
const start = `import("tsx/esm/api").then((tsx) => (tsx.register(), import(${JSON.stringify(new URL("./worker.ts", import.meta.url).href)})))`;

/** Runs it in a thread of its own, since only a thread can be stopped while it reads. Rejects where it hangs. */
function watched<Answer>(order: Order): Promise<Answer> {
  const shared = new SharedArrayBuffer(8 + 100_000);
  const worker = new Worker(start, { eval: true, workerData: { order, shared } });
  const [count, length] = [new Int32Array(shared, 0, 1), new Int32Array(shared, 4, 1)];
  return new Promise((resolve, reject) => {
    let last = -1;
    const watch = setInterval(() => {
      if (Atomics.load(count, 0) === last) {
        const text = new TextDecoder().decode(new Uint8Array(shared, 8, length[0]).slice());
        reject(new Error(`hangs, or takes more than ${patienceMs / 1000} s: ${JSON.stringify(text)}`));
        void worker.terminate();
      }
      last = Atomics.load(count, 0);
    }, patienceMs);
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => clearInterval(watch));
  });
}

/** Tries texts for so many seconds. Rejects with the text that failed and the seed that leads to it. */
export async function fuzzFor(target: string, seed: number, seconds: number): Promise<Tally> {
  type Answer = { readonly tally: Tally } | { readonly failed: { readonly said: string; readonly text: string } };
  const answer = await watched<Answer>({ kind: "fuzz", target, seed, end: Date.now() + seconds * 1000 });
  if ("tally" in answer) return answer.tally;
  const { said, text } = answer.failed;
  throw new Error(`${target}, seed ${seed}: ${JSON.stringify(text)} fails:\n${said}`);
}

/** Measures how the work grows with the text, for each shape of text up to work of so many seconds. */
export const growth = (seconds: number): Promise<readonly (readonly [string, Growth])[]> =>
  watched({ kind: "grow", seconds });
