import type { Executor } from "../executor/executor.ts";
import type { Store } from "../oci/store/store.ts";
import type { planFlags } from "./build-flags.ts";
import { problem } from "./errors.ts";
import type { Values } from "./flags.ts";

type Wish = Pick<Values<typeof planFlags>, "executor" | "allow-owner-loss">;

/** What `--executor` names, in the order of preference. */
export async function executorsFor(flags: Wish, store: Store): Promise<readonly [Executor, ...Executor[]]> {
  if (flags.executor === "vm")
    throw problem("usage/bad-value", "--executor vm is not in this version", {
      exitCode: 2,
      help: "linux and portable are; `djib plan --executors` says what each can do",
    });
  if (flags.executor === "linux") return [await linux(flags, store)];
  if (flags.executor === "portable") return [await portable(store)];
  return [await linux(flags, store), await portable(store)];
}

async function linux(flags: Wish, store: Store): Promise<Executor> {
  const { linuxExecutor } = await import("../executor/linux/linux.ts");
  return linuxExecutor({ store, allowOwnerLoss: flags["allow-owner-loss"] === true });
}

/** Loaded when it is asked for the first time: a build on Linux has no use for it. */
async function portable(store: Store): Promise<Executor> {
  const made = async () => (await import("../executor/portable/portable.ts")).portableExecutor({ store });
  let executor: Promise<Executor> | undefined;
  const loaded = () => (executor ??= made());
  return {
    name: "portable",
    probe: async (ctx) => (await loaded()).probe(ctx),
    verdict: async (...asked) => (await loaded()).verdict(...asked),
    run: async (...asked) => (await loaded()).run(...asked),
  };
}
