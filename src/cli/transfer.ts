import type { Ctx } from "../ctx.ts";
import type { Store } from "../oci/store/store.ts";
import type { Invocation } from "./command.ts";
import { chooseProgress } from "./render/progress/choose.ts";
import { userStore } from "./stores.ts";

/**
 * What every command that moves an image works with: the store, held by a lease, and a context whose
 * events are shown. All of it has ended when this resolves or rejects: then the terminal is free.
 */
export async function transfer<T>(
  { host, terminal, signal }: Pick<Invocation, "host" | "terminal" | "signal">,
  quiet: boolean | undefined,
  work: (store: Store, ctx: Ctx) => Promise<T>,
): Promise<T> {
  await using store = await userStore(host);
  await using _lease = await store.lease();
  const progress = await chooseProgress(quiet ? "quiet" : "auto", terminal, host);
  try {
    return await work(store, { host, signal, emit: (event) => progress.handle(event) });
  } finally {
    progress.end();
  }
}
