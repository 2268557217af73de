import type { Ctx } from "../../ctx.ts";
import { DjibError } from "../../errors.ts";
import type { Digest } from "../../oci/digest.ts";
import { imageId, isIndex } from "../../oci/image/derive.ts";
import type { Artifact, Image } from "../../oci/image/image.ts";
import { formatPlatform, normalise } from "../../oci/platform.ts";
import { fullName, type Reference, withDefaultTag } from "../../oci/reference.ts";
import type { Store } from "../../oci/store/store.ts";
import { dockerFiles } from "../archive/docker-files.ts";
import { withProgress } from "../archive/with-progress.ts";
import { writeArchive } from "../archive/write-archive.ts";
import type { Engine, KnownImage } from "./engine.ts";
import { problem } from "../errors.ts";
import type { Sink } from "../sink.ts";

export interface EngineOptions {
  readonly engine: Engine;
  readonly names: readonly Reference[];
  readonly store: Pick<Store, "layers" | "ensureLayer">;
}

/**
 * Loads an image into a container engine and names it there. An engine that has it already is only
 * given the names; of layers that it has, those that were under the same name before are not sent.
 * Rejects with `engine/refused` where the engine does not have exactly this image afterwards. Emits
 * `transfer` events, way "load", for each layer sent.
 */
export const engineSink =
  ({ engine, names, store }: EngineOptions): Sink =>
  async (artifact, ctx) => {
    const image = imageFor(artifact, engine, ctx);
    const id = imageId(image);
    const tagged = names.filter((name) => name.digest === undefined).map(withDefaultTag);
    const send = (leftOut?: ReadonlySet<Digest>) => {
      const files = dockerFiles(image, tagged, store, ctx, leftOut);
      return engine.load(writeArchive(withProgress(files, ctx.emit)), ctx.signal);
    };
    if ((await engine.find(id, ctx.signal)) === undefined) {
      await sendNew(image, tagged, engine, send, ctx);
      await verify(image, id, tagged, engine, ctx);
    } else {
      for (const name of tagged) await engine.tag(id, name, ctx.signal);
    }
    return { digest: id, place: `${engine.name} at ${engine.address}` };
  };

/** Of several the one that the engine runs, which is said: an archive holds one, and no attestations. */
function imageFor(artifact: Artifact, { name, platform }: Engine, { emit }: Ctx): Image {
  if (!isIndex(artifact)) return artifact;
  const wanted = formatPlatform(normalise(platform));
  const found = artifact.images.find((one) => formatPlatform(normalise(one.platform)) === wanted);
  const all = artifact.images.map((one) => formatPlatform(one.platform)).join(", ");
  if (found === undefined)
    throw problem("sinks/unsupported", `${name} runs ${wanted}, and the image is for ${all}`, {
      help: `add ${wanted} to --platform, or build with --no-load`,
    });
  const lost = artifact.images.some(({ attestations = [] }) => attestations.length > 0) ? ", without attestations" : "";
  emit({
    type: "warning",
    code: "engine/one-platform",
    message: `of ${all} only ${wanted} is given to ${name}${lost}`,
    help: "push it, or write it with -o type=oci, to keep all of it",
  });
  return found.image;
}

/** What the engine lost since it was asked, or keeps in another way than it says, is sent after all. */
async function sendNew(
  image: Image,
  names: readonly Reference[],
  engine: Engine,
  send: (leftOut?: ReadonlySet<Digest>) => Promise<void>,
  ctx: Ctx,
): Promise<void> {
  const shared = await sharedLayers(image, names, engine, ctx);
  if (shared.size === 0) return send();
  try {
    await send(shared);
  } catch (error) {
    if (!(error instanceof DjibError && error.code === "engine/refused")) throw error;
    await send();
  }
}

/** The lower layers that this image has in common with what the engine has under one of its names. */
async function sharedLayers(
  { layers }: Image,
  names: readonly Reference[],
  engine: Engine,
  { signal }: Ctx,
): Promise<ReadonlySet<Digest>> {
  let most = 0;
  for (const name of names) {
    const before = await engine.find(name, signal);
    const differs = layers.findIndex((layer, i) => layer.diffId !== before?.diffIds[i]);
    most = Math.max(most, differs < 0 ? layers.length : differs);
  }
  if (most === 0 || !(await engine.knowsChains(signal))) return new Set();
  const above = new Set(layers.slice(most).map((layer) => layer.diffId));
  return new Set(
    layers
      .slice(0, most)
      .map((layer) => layer.diffId)
      .filter((diffId) => !above.has(diffId)),
  );
}

/** Docker with containerd's image store knows images by their manifests, so layers count where the ID differs. */
async function verify(image: Image, id: Digest, names: readonly Reference[], engine: Engine, ctx: Ctx): Promise<void> {
  for (const name of names.length === 0 ? [id] : names) {
    const found = await engine.find(name, ctx.signal);
    if (found !== undefined && (found.id === id || sameLayers(image, found))) continue;
    throw problem("engine/refused", `${engine.name} took the archive, but does not have the image afterwards`, {
      detail: [
        `expected ${id}`,
        `${typeof name === "string" ? "that" : fullName(name)} is ${found?.id ?? "not there"}`,
      ],
      help: "try again; something else may be changing the same name",
    });
  }
}

const sameLayers = ({ layers }: Image, { diffIds }: KnownImage): boolean =>
  diffIds.length === layers.length && layers.every((layer, i) => layer.diffId === diffIds[i]);
