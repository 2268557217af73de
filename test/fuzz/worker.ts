// A thread that reads hostile texts. Each text is first put where the thread that watches this one can see it.
import { parentPort, workerData } from "node:worker_threads";
import { fuzz, shrink } from "./loop.ts";
import { type Growth, measure } from "./growth.ts";
import { shapes } from "./shapes.ts";
import { targets } from "./targets.ts";
import type { Order } from "./watched.ts";

const { order, shared } = workerData as { order: Order; shared: SharedArrayBuffer };
const [count, length] = [new Int32Array(shared, 0, 1), new Int32Array(shared, 4, 1)];
const bytes = new Uint8Array(shared, 8);

function before(text: string): void {
  const { written } = new TextEncoder().encodeInto(text, bytes);
  length[0] = written;
  Atomics.add(count, 0, 1);
}

async function fuzzTarget(name: string, seed: number, end: number) {
  const target = targets.find((each) => each.name === name)!;
  let last = "";
  try {
    const tally = await fuzz(target, seed, end, (text) => before((last = text)));
    return { tally };
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { failed: { said, text: await shrink(target, last) } };
  }
}

async function growAll(seconds: number): Promise<readonly (readonly [string, Growth])[]> {
  const found: [string, Growth][] = [];
  for (const shape of shapes) {
    before(shape.name);
    found.push([shape.name, await measure(shape, seconds)]);
  }
  return found;
}

parentPort!.postMessage(
  order.kind === "fuzz" ? await fuzzTarget(order.target, order.seed, order.end) : await growAll(order.seconds),
);
