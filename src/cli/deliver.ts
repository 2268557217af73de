import { type Annotation, annotationsFor } from "../build/annotations.ts";
import type { Built } from "../build/request.ts";
import type { Ctx } from "../ctx.ts";
import { isIndex } from "../oci/image/derive.ts";
import { formatPlatform, normalise, type Platform } from "../oci/platform.ts";
import type { Reference } from "../oci/reference.ts";
import type { Store } from "../oci/store/store.ts";
import type { Delivered } from "../sinks/sink.ts";
import type { Engine } from "../sinks/engine/engine.ts";
import { mountSources } from "./caches.ts";
import { compressInto } from "./compress.ts";
import { requireEngine } from "./engines.ts";
import { problem } from "./errors.ts";
import { type Output, sinkFor } from "./outputs.ts";
import { registryConfig } from "./registries.ts";
import type { Terminal } from "./render/terminal.ts";

/** What went where. */
export interface Delivery extends Delivered {
  readonly kind: "registry" | "engine" | Output["type"];
}

interface Wishes {
  readonly load: boolean | undefined;
  readonly "no-load": boolean | undefined;
  readonly push: boolean | undefined;
}

/**
 * The engine to load into: the one that answers, where no other output was asked for; with --load
 * one has to answer. It is found before the build, since its platform is the default; one that runs
 * none of several `platforms` is left alone, with a warning or, where it was asked for, an error.
 */
export async function engineFor(
  wishes: Wishes,
  outputs: readonly Output[],
  platforms: readonly Platform[],
  ctx: Ctx,
): Promise<Engine | undefined> {
  const engine = await wishedEngine(wishes, outputs, ctx);
  if (engine === undefined || platforms.length < 2) return engine;
  const [runs, asked] = [formatPlatform(normalise(engine.platform)), platforms.map(formatPlatform)];
  if (asked.includes(runs)) return engine;
  const message = `${engine.name} runs ${runs}, and the image is for ${asked.join(", ")}`;
  if (wishes.load) throw problem("usage/conflict", message, { exitCode: 2, help: `add ${runs} to --platform` });
  ctx.emit({ type: "warning", code: "engine/one-platform", message: `not loaded: ${message}` });
  return undefined;
}

async function wishedEngine(wishes: Wishes, outputs: readonly Output[], ctx: Ctx): Promise<Engine | undefined> {
  if (wishes.load) return requireEngine(ctx);
  if (wishes["no-load"] || wishes.push || outputs.length > 0) return undefined;
  const { findEngine } = await import("../sinks/engine/find-engine.ts");
  return findEngine(ctx, { required: false });
}

export interface Plan {
  readonly names: readonly Reference[];
  readonly outputs: readonly Output[];
  readonly annotations: readonly Annotation[];
  readonly engine: Engine | undefined;
  readonly push: boolean;
  readonly store: Store;
  readonly terminal: Terminal;
}

/** Sends what was built everywhere it was asked to go, one place after the other. */
export async function deliver(built: Built, to: Plan, ctx: Ctx): Promise<readonly Delivery[]> {
  const { artifact } = built;
  const done: Delivery[] = [];
  const annotations = annotationsFor(to.annotations, isIndex(artifact) ? "index-descriptor" : "manifest-descriptor");
  for (const output of to.outputs) {
    const carried = { names: to.names, annotations };
    const sink = await sinkFor(output, carried, to.store, ctx.host.system.cwd, to.terminal);
    done.push({ kind: output.type, ...(await sink(artifact, ctx)) });
  }
  if (to.push) {
    const { registrySink } = await import("../sinks/registry.ts");
    const mountFrom = mountSources(built);
    const options = { config: registryConfig(ctx.host), compress: compressInto(to.store), mountFrom };
    for (const name of to.names) done.push({ kind: "registry", ...(await registrySink(name, options)(artifact, ctx)) });
  }
  if (to.engine !== undefined) {
    const { engineSink } = await import("../sinks/engine/engine-sink.ts");
    const sink = engineSink({ engine: to.engine, names: to.names, store: to.store });
    done.push({ kind: "engine", ...(await sink(artifact, ctx)) });
  }
  return done;
}
