import type { Ctx } from "../../ctx.ts";
import type { Mode } from "./namespace.ts";
import { startWorker, type Worker } from "./worker-process.ts";

/** Workers of one mode. A process is started ahead of the RUN that needs it, one at most. */
export interface Workers {
  /** Idempotent until it is taken. Disposing ends it where it was not. */
  ready(ctx: Ctx): AsyncDisposable;
  take(ctx: Ctx): Worker;
}

export function workers(mode: Mode): Workers {
  // By context: the signal that ends a build ends its workers.
  const spare = new WeakMap<Ctx, Worker>();
  return {
    ready: (ctx) => {
      const worker = spare.get(ctx) ?? startWorker(mode, ctx);
      spare.set(ctx, worker);
      return {
        [Symbol.asyncDispose]: async () => {
          if (spare.get(ctx) !== worker) return;
          spare.delete(ctx);
          await worker[Symbol.asyncDispose]();
        },
      };
    },
    take: (ctx) => {
      const worker = spare.get(ctx) ?? startWorker(mode, ctx);
      spare.delete(ctx);
      return worker;
    },
  };
}
