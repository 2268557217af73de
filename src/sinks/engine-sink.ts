import type { Ctx } from "../ctx.ts";
import type { Digest } from "../oci/digest.ts";
import { imageId } from "../oci/image/derive.ts";
import type { Image } from "../oci/image/image.ts";
import { fullName, type Reference, withDefaultTag } from "../oci/reference.ts";
import type { Store } from "../oci/store/store.ts";
import { type ArchiveFile, writeArchive } from "./archive/write-archive.ts";
import { dockerFiles } from "./archive/docker-files.ts";
import { singleImage } from "./archive/single-image.ts";
import type { Engine } from "./engine/engine.ts";
import { problem } from "./errors.ts";
import type { Sink } from "./sink.ts";

export interface EngineOptions {
  readonly engine: Engine;
  readonly names: readonly Reference[];
  readonly store: Pick<Store, "layers" | "ensureLayer">;
}

/**
 * Loads an image into a container engine and names it there. An engine that has it already is only
 * given the names. Rejects with `engine/refused` where the engine does not have exactly this image
 * afterwards. Emits `transfer` events, way "load", for each layer sent.
 */
export const engineSink =
  ({ engine, names, store }: EngineOptions): Sink =>
  async (artifact, ctx) => {
    const image = singleImage(artifact, "a container engine");
    const id = imageId(image);
    const tagged = names.filter((name) => name.digest === undefined).map(withDefaultTag);
    const known = await engine.find(id, ctx.signal);
    if (known === undefined) {
      await engine.load(writeArchive(watched(dockerFiles(image, tagged, store, ctx), ctx)), ctx.signal);
      await verify(image, id, tagged, engine, ctx);
    } else {
      for (const name of tagged) await engine.tag(id, name, ctx.signal);
    }
    return { digest: id, place: `${engine.name} at ${engine.address}` };
  };

/** Docker with containerd's image store knows images by their manifests, so layers count where the ID differs. */
async function verify(image: Image, id: Digest, names: readonly Reference[], engine: Engine, ctx: Ctx): Promise<void> {
  for (const name of names.length === 0 ? [id] : names.map(fullName)) {
    const found = await engine.find(name, ctx.signal);
    if (found?.id === id) continue;
    const layers = image.config.rootfs.diff_ids;
    if (found?.diffIds.length === layers.length && layers.every((layer, i) => layer === found.diffIds[i])) continue;
    throw problem("engine/refused", `${engine.name} took the archive, but does not have the image afterwards`, {
      detail: [`expected ${id}`, `${name} is ${found?.id ?? "not there"}`],
      help: "try again; something else may be changing the same name",
    });
  }
}

/** Tells how much of each layer has gone. */
async function* watched(files: AsyncIterable<ArchiveFile>, { emit }: Ctx): AsyncGenerator<ArchiveFile> {
  for await (const file of files) {
    const { name, content } = file;
    if (content === undefined || !name.endsWith(".tar")) {
      yield file;
      continue;
    }
    const { digest, size } = content;
    const event = { type: "transfer", id: `load ${digest}`, way: "load", what: digest, total: size } as const;
    const open = async function* () {
      let done = 0;
      emit({ ...event, done });
      for await (const chunk of content.open()) {
        yield chunk;
        done += chunk.length;
        emit({ ...event, done });
      }
    };
    yield { name, content: { digest, size, open } };
  }
}
