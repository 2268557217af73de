import { createHash } from "node:crypto";
import type { Ctx } from "../../ctx.ts";
import type { Layer } from "../blob.ts";
import { type Digest, finish } from "../digest.ts";
import { problem as corrupt } from "../errors.ts";
import { uncompressed } from "../image/uncompressed.ts";
import type { SealedLayer } from "../layer/sealed.ts";
import type { Forms, Layers, Store } from "./store.ts";

/** See `Store.ensureLayer`. Remembers the form that the layer came in. */
export function layerEnsurer(layers: Layers, forms: Forms): Store["ensureLayer"] {
  const running = new Map<Digest, Promise<SealedLayer>>();
  const fetch = async (layer: Layer, ctx: Ctx): Promise<SealedLayer> => {
    const there = await layers.describe(layer.diffId);
    if (there !== undefined) return there;
    const sealed = await layers.add(uncompressed(layer, verified(layer, ctx)), layer.diffId);
    if (layer.digest !== layer.diffId) await forms.put(layer.diffId, "pulled", layer);
    return sealed;
  };
  return async function ensure(layer, ctx): Promise<SealedLayer> {
    const other = running.get(layer.diffId);
    if (other !== undefined) {
      // The one who began it may have been cancelled, and this one not.
      await other.catch(() => undefined);
      ctx.signal.throwIfAborted();
      return ensure(layer, ctx);
    }
    const mine = fetch(layer, ctx);
    running.set(layer.diffId, mine);
    try {
      return await mine;
    } finally {
      running.delete(layer.diffId);
    }
  };
}

/** The layer's bytes as sent, told of and compared with digest and size when they end. */
async function* verified(layer: Layer, { signal, emit }: Ctx): AsyncGenerator<Uint8Array> {
  const event = { type: "transfer", id: `unpack ${layer.digest}`, way: "unpack", what: layer.digest } as const;
  const hash = createHash("sha256");
  let done = 0;
  emit({ ...event, done, total: layer.size });
  for await (const chunk of layer.open(signal)) {
    signal.throwIfAborted();
    done += chunk.length;
    if (done > layer.size) throw differs(layer, `it has more than ${layer.size} bytes`);
    hash.update(chunk);
    emit({ ...event, done, total: layer.size });
    yield chunk;
  }
  if (done !== layer.size) throw differs(layer, `it ended after ${done} of ${layer.size} bytes`);
  if (finish(hash) !== layer.digest) throw differs(layer, "its bytes have another digest");
}

const differs = ({ digest }: Layer, why: string) =>
  corrupt("oci/corrupt-blob", `layer ${digest} did not arrive whole: ${why}`, {
    help: "try again; where it happens again, the registry or a proxy between is at fault",
  });
