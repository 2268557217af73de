import type { Executor } from "../executor/executor.ts";
import type { Store } from "../oci/store/store.ts";
import { vmExecutor } from "../executor/vm.ts";
import type { planFlags } from "./build-flags.ts";
import type { Values } from "./flags.ts";

type Wish = Pick<Values<typeof planFlags>, "executor" | "allow-owner-loss">;

/** What `--executor` names, in the order of preference. Each is loaded when it is first asked for something. */
export function executorsFor(flags: Wish, store: Store): readonly [Executor, ...Executor[]] {
  const [linux, portable, vm] = allExecutors(flags, store);
  const named = { linux, portable, vm };
  return flags.executor === undefined || flags.executor === "auto"
    ? [linux, portable]
    : [named[flags.executor as keyof typeof named]];
}

/** All that djib knows of. */
export const allExecutors = (
  flags: Pick<Wish, "allow-owner-loss">,
  store: Store,
): readonly [linux: Executor, portable: Executor, vm: Executor] => [
  lazily("linux", async () => {
    const { linuxExecutor } = await import("../executor/linux/linux.ts");
    return linuxExecutor({ store, allowOwnerLoss: flags["allow-owner-loss"] === true });
  }),
  lazily("portable", async () => {
    const { portableExecutor } = await import("../executor/portable/portable.ts");
    return portableExecutor({ store });
  }),
  vmExecutor,
];

/** A build on Linux has no use for djib's own user land, and on Windows nothing for Linux's. */
function lazily(name: Executor["name"], load: () => Promise<Executor>): Executor {
  let loading: Promise<Executor> | undefined;
  let loaded: Executor | undefined;
  const executor = () => (loading ??= load().then((made) => (loaded = made)));
  return {
    name,
    probe: async (ctx) => (await executor()).probe(ctx),
    verdict: async (...asked) => (await executor()).verdict(...asked),
    ready: (ctx) => loaded?.ready?.(ctx) ?? { [Symbol.asyncDispose]: async () => undefined },
    run: async (...asked) => (await executor()).run(...asked),
  };
}
