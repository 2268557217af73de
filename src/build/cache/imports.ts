import type { Ctx } from "../../ctx.ts";
import { DjibError } from "../../errors.ts";
import type { Layer } from "../../oci/blob.ts";
import type { CacheRecord } from "../../oci/cache/record.ts";
import type { Digest } from "../../oci/digest.ts";
import type { SealedLayer } from "../../oci/layer/sealed.ts";
import type { Reference } from "../../oci/reference.ts";
import type { Store } from "../../oci/store/store.ts";
import type { CacheSource } from "../../sources/cache-source.ts";
import { CacheLost } from "./lost.ts";

/** A layer that a cache described and that this build uses. */
interface Used {
  readonly source: CacheSource;
  readonly layer: SealedLayer;
  readonly content: Layer | undefined;
  /** Names that lead to it, recorded when it is in the store. */
  readonly keys: Set<Digest>;
}

type Index = ReadonlyMap<Digest, CacheRecord>;

/**
 * What --cache-from names, read when the store has no answer for the first time. A record is a claim:
 * it enters the store when its layer does, verified. A source that is caught with a wrong one is
 * told of and not asked any more.
 */
export class Imports {
  readonly #store: Store;
  readonly #indexes: Map<CacheSource, Promise<Index> | undefined>;
  readonly #used = new Map<Digest, Used>();
  /** Layers that were only described, and whose bytes were wanted. */
  readonly #bare = new Set<Digest>();

  constructor(store: Store, sources: readonly CacheSource[]) {
    this.#store = store;
    this.#indexes = new Map(sources.map((source) => [source, undefined]));
  }

  /** What a cache says of `key`. `asked` are names that lead to the same. */
  async find(key: Digest, asked: readonly Digest[], ctx: Ctx): Promise<SealedLayer | undefined> {
    for (const source of [...this.#indexes.keys()]) {
      const record = (await this.#read(source, ctx)).get(key);
      if (record === undefined || this.#bare.has(record.layer.diffId)) continue;
      const { layer, content } = record;
      const there = await this.#store.layers.describe(layer.diffId);
      if (there !== undefined && !same(there, layer)) {
        this.#refuse(source, `it describes layer ${layer.diffId} falsely`, undefined, ctx);
        continue;
      }
      const used = this.#used.get(layer.diffId) ?? { source, layer, content, keys: new Set() };
      for (const name of [...asked, key]) used.keys.add(name);
      this.#used.set(layer.diffId, used);
      if (there !== undefined) await this.#record(used);
      return layer;
    }
    return undefined;
  }

  /**
   * Brings a layer into the store, if it is not there. Rejects with `CacheLost` where it cannot be had,
   * with what the disk or Ctrl-C gives otherwise.
   */
  async ensure({ diffId }: SealedLayer, ctx: Ctx): Promise<void> {
    if (await this.#store.layers.has(diffId)) return;
    const used = this.#used.get(diffId);
    if (used?.content === undefined) {
      this.#bare.add(diffId);
      throw new CacheLost(diffId);
    }
    const { source, layer, content } = used;
    const fetched = await this.#attempt(source, () => this.#store.ensureLayer(content, ctx), ctx);
    if (!same(fetched, layer)) throw this.#refuse(source, `it describes layer ${diffId} falsely`, undefined, ctx);
    await this.#record(used);
  }

  /** Makes sure, without fetching it, that a layer can be had when it is wanted; else `CacheLost`. */
  async confirm(layer: SealedLayer, ctx: Ctx): Promise<void> {
    const used = this.#used.get(layer.diffId);
    const content = used?.content;
    if (used === undefined || content === undefined) return this.ensure(layer, ctx);
    if (await this.#store.layers.has(layer.diffId)) return;
    if (!(await this.#attempt(used.source, () => used.source.has(content, ctx), ctx)))
      throw this.#refuse(used.source, `layer ${content.digest} is gone`, undefined, ctx);
  }

  /** The bytes of a layer as its cache has them; undefined for layers that were found or made here. */
  contentOf = ({ diffId }: SealedLayer): Layer | undefined => this.#used.get(diffId)?.content;

  originOf = ({ diffId }: SealedLayer): Reference | undefined => this.#used.get(diffId)?.source.reference;

  #read(source: CacheSource, ctx: Ctx): Promise<Index> {
    const index = this.#indexes.get(source) ?? this.#load(source, ctx);
    this.#indexes.set(source, index);
    return index;
  }

  async #load(source: CacheSource, ctx: Ctx): Promise<Index> {
    try {
      const records = await source.load(ctx);
      return new Map(records.map((record) => [record.key, record]));
    } catch (error) {
      if (isOurs(error, ctx)) throw error;
      this.#refuse(source, messageOf(error), error, ctx);
      return new Map();
    }
  }

  async #attempt<T>(source: CacheSource, work: () => Promise<T>, ctx: Ctx): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (isOurs(error, ctx)) throw error;
      throw this.#refuse(source, messageOf(error), error, ctx);
    }
  }

  async #record({ keys, layer }: Used): Promise<void> {
    for (const key of keys) await this.#store.steps.put(key, { layer, createdBy: "--cache-from" });
    keys.clear();
  }

  #refuse(source: CacheSource, why: string, error: unknown, ctx: Ctx): CacheLost {
    const help = error instanceof DjibError ? error.details.help : undefined;
    if (this.#indexes.delete(source))
      ctx.emit({
        type: "warning",
        code: "cache/unusable",
        message: `${source.name} is not used as a cache: ${why}`,
        ...(help === undefined ? {} : { help }),
      });
    for (const [diffId, used] of this.#used) if (used.source === source) this.#used.delete(diffId);
    return new CacheLost(source.name);
  }
}

const same = (a: SealedLayer, b: SealedLayer): boolean =>
  a.diffId === b.diffId && a.size === b.size && a.contentDigest === b.contentDigest && a.entries === b.entries;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What is no fault of the cache: Ctrl-C, this machine's disk. */
const isOurs = (error: unknown, { signal }: Ctx): boolean =>
  signal.aborted || !(error instanceof DjibError) || /^store\/(full|io)$/.test(error.code);
