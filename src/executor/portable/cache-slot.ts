import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { digestOf, isDigest, type Digest } from "../../oci/digest.ts";
import { fileSystemNow } from "../../oci/store/leases.ts";
import { heartbeatMs, isAlive, parseOwner, self } from "../../oci/store/owner.ts";
import type { SealedLayer } from "../../oci/layer/sealed.ts";
import type { Store } from "../../oci/store/store.ts";

/**
 * One copy of a cache in the store: a directory with the list of the layers that hold it, and a lock.
 * The layers are kept by step records, so that they go when nobody has used the cache for long.
 */
export class CacheSlot {
  readonly path: string;
  readonly #store: Store;

  constructor(path: string, store: Store) {
    this.path = path;
    this.#store = store;
  }

  /** Bottom first; none where there is no content yet, or a part of it is lost. */
  async layers(): Promise<readonly Digest[]> {
    const listed: unknown = JSON.parse(await readFile(this.#list, "utf8").catch(() => "[]"));
    const diffIds = Array.isArray(listed) ? listed.filter(isDigest) : [];
    const records = await Promise.all(diffIds.map((diffId) => this.#store.steps.get(this.#key(diffId))));
    return records.every((record) => record !== undefined) ? diffIds : [];
  }

  /** From now on these layers are the content. */
  async keep(below: readonly Digest[], layer: SealedLayer): Promise<void> {
    await this.#store.steps.put(this.#key(layer.diffId), { layer, createdBy: "RUN --mount=type=cache" });
    const temporary = `${this.#list}.${randomBytes(6).toString("hex")}`;
    await mkdir(this.path, { recursive: true });
    await writeFile(temporary, JSON.stringify([...below, layer.diffId]));
    await rename(temporary, this.#list);
  }

  /** undefined where somebody has it who lives. */
  async lock(): Promise<AsyncDisposable | undefined> {
    const file = join(this.path, "lock");
    const me = await self();
    await mkdir(this.path, { recursive: true });
    try {
      await writeFile(file, JSON.stringify(me), { flag: "wx" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      if (await this.isLocked()) return undefined;
      await rm(file, { force: true });
      return this.lock();
    }
    const beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), heartbeatMs);
    beat.unref();
    return {
      [Symbol.asyncDispose]: async () => {
        clearInterval(beat);
        await rm(file, { force: true });
      },
    };
  }

  async isLocked(): Promise<boolean> {
    const file = join(this.path, "lock");
    if (!existsSync(file)) return false;
    try {
      const [text, { mtimeMs }] = await Promise.all([readFile(file, "latin1"), stat(file)]);
      return await isAlive(parseOwner(text), await self(), (await fileSystemNow(file)) - mtimeMs);
    } catch {
      return false;
    }
  }

  get #list(): string {
    return join(this.path, "layers.json");
  }

  #key = (diffId: Digest): Digest => digestOf(JSON.stringify(["portable cache", this.path, diffId]));
}
