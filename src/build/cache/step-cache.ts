import type { Ctx } from "../../ctx.ts";
import type { Layer } from "../../oci/blob.ts";
import type { Digest } from "../../oci/digest.ts";
import { layerInFamily } from "../../oci/image/edit.ts";
import type { SealedLayer } from "../../oci/layer/sealed.ts";
import type { Family } from "../../oci/media-types.ts";
import type { Reference } from "../../oci/reference.ts";
import type { StepRecord, Store } from "../../oci/store/store.ts";
import type { CacheSource } from "../../sources/cache-source.ts";
import { Imports } from "./imports.ts";

/** Layers and where they are. */
export interface Layers {
  /** Brings them into the store. Rejects with `CacheLost` where a cache promised too much. */
  ensure(layers: readonly SealedLayer[], ctx: Ctx): Promise<void>;
  /** The same, but what can be fetched later may stay where it is. */
  confirm(layers: readonly SealedLayer[], ctx: Ctx): Promise<void>;
  /** As part of an image: in the form that its cache has it in, else the store's. */
  get(layer: SealedLayer, family: Family): Layer;
}

/** Results of steps: this store's, then those of the caches that --cache-from names. */
export class StepCache implements Layers {
  readonly #store: Store;
  /** Nothing is looked up; results are still recorded. */
  readonly #off: boolean;
  readonly #imports: Imports;

  constructor(store: Store, { off, from }: { readonly off: boolean; readonly from: readonly CacheSource[] }) {
    this.#store = store;
    this.#off = off;
    this.#imports = new Imports(store, off ? [] : from);
  }

  /**
   * The result that a name leads to; undefined where no cache has it. `asked` are names of the same
   * result that were asked before: they lead to it afterwards, at once where its layer is in the store,
   * otherwise when it comes there.
   */
  async find(key: Digest, asked: readonly Digest[], ctx: Ctx): Promise<SealedLayer | undefined> {
    if (this.#off) return undefined;
    const record = await this.#store.steps.get(key);
    const layer = record?.layer ?? (await this.#imports.find(key, asked, ctx));
    if (record !== undefined) await Promise.all(asked.map((other) => this.#store.steps.put(other, record)));
    return layer;
  }

  /** Records a result that was made under all its names. */
  async put(names: readonly Digest[], record: StepRecord): Promise<void> {
    await Promise.all(names.map((name) => this.#store.steps.put(name, record)));
  }

  async ensure(layers: readonly SealedLayer[], ctx: Ctx): Promise<void> {
    await all(layers.map((layer) => this.#imports.ensure(layer, ctx)));
  }

  async confirm(layers: readonly SealedLayer[], ctx: Ctx): Promise<void> {
    await all(layers.map((layer) => this.#imports.confirm(layer, ctx)));
  }

  get(layer: SealedLayer, family: Family): Layer {
    const content = this.#imports.contentOf(layer);
    return content === undefined ? this.#store.layers.get(layer, family) : layerInFamily(content, family);
  }

  /** undefined for a layer that was only described. */
  async contentOf(layer: SealedLayer): Promise<Layer | undefined> {
    const there = this.#imports.contentOf(layer) !== undefined || (await this.#store.layers.has(layer.diffId));
    return there ? this.get(layer, "oci") : undefined;
  }

  /** The repository that a layer came from; undefined for one that was found or made here. */
  originOf = (layer: SealedLayer): Reference | undefined => this.#imports.originOf(layer);
}

/** Like Promise.all, and nothing is under way any more when it rejects. */
async function all(work: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(work);
  await Promise.all(work);
}
