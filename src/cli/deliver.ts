import type { Built } from "../build/build.ts";
import type { Ctx } from "../ctx.ts";
import type { Digest } from "../oci/digest.ts";
import type { Reference } from "../oci/reference.ts";
import type { Store } from "../oci/store/store.ts";
import type { Engine } from "../sinks/engine/engine.ts";
import { compressInto } from "./compress.ts";
import { requireEngine } from "./engines.ts";
import { type Output, sinkFor } from "./outputs.ts";
import { registryConfig } from "./registries.ts";
import type { Terminal } from "./render/terminal.ts";

/** What went where. */
export interface Delivery {
  readonly kind: "registry" | "engine" | Output["type"];
  readonly digest: Digest;
  readonly place: string;
}

interface Wishes {
  readonly load: boolean | undefined;
  readonly "no-load": boolean | undefined;
  readonly push: boolean | undefined;
  readonly platform: string | undefined;
}

/**
 * The engine to load into: the one that answers, where no other output was asked for; with --load
 * one has to answer. It is found before the build, since its platform is the default.
 */
export async function engineFor(wishes: Wishes, outputs: readonly Output[], ctx: Ctx): Promise<Engine | undefined> {
  if (wishes.load) return requireEngine(ctx);
  if (wishes["no-load"] || wishes.push || outputs.length > 0) return undefined;
  const { findEngine } = await import("../sinks/engine/find-engine.ts");
  return findEngine(ctx, { required: false });
}

export interface Plan {
  readonly names: readonly Reference[];
  readonly outputs: readonly Output[];
  readonly engine: Engine | undefined;
  readonly push: boolean;
  readonly store: Store;
  readonly terminal: Terminal;
}

/** Sends the image everywhere it was asked to go, one place after the other. */
export async function deliver({ image, plan }: Built, to: Plan, ctx: Ctx): Promise<readonly Delivery[]> {
  const done: Delivery[] = [];
  for (const output of to.outputs) {
    const sink = await sinkFor(output, to.names, to.store, ctx.host.system.cwd, to.terminal);
    done.push({ kind: output.type, ...(await sink(image, ctx)) });
  }
  if (to.push) {
    const { registrySink } = await import("../sinks/registry.ts");
    const mountFrom = plan.stages.flatMap(({ base }) => (base.kind === "image" ? [base.reference] : []));
    const options = { config: registryConfig(ctx.host), compress: compressInto(to.store), mountFrom };
    for (const name of to.names) done.push({ kind: "registry", ...(await registrySink(name, options)(image, ctx)) });
  }
  if (to.engine !== undefined) {
    const { engineSink } = await import("../sinks/engine/engine-sink.ts");
    const sink = engineSink({ engine: to.engine, names: to.names, store: to.store });
    done.push({ kind: "engine", ...(await sink(image, ctx)) });
  }
  return done;
}
