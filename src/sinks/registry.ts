import type { Ctx } from "../ctx.ts";
import { limits } from "../limits.ts";
import type { Blob, Layer } from "../oci/blob.ts";
import { configOf, indexDocuments, isIndex, manifestOf } from "../oci/image/derive.ts";
import type { Document } from "../oci/image/document.ts";
import { withLayers } from "../oci/image/edit.ts";
import type { Artifact, Image, IndexedImage } from "../oci/image/image.ts";
import { familiarName, type Reference, withDefaultTag } from "../oci/reference.ts";
import { hasBlob } from "../oci/registry/blobs.ts";
import type { RegistryConfig } from "../oci/registry/config.ts";
import { connect, type Connection } from "../oci/registry/connection.ts";
import { registryEndpoint } from "../oci/registry/endpoints.ts";
import { headManifest, putManifest } from "../oci/registry/manifests.ts";
import { openSession } from "../oci/registry/session.ts";
import { slots } from "../oci/registry/slots.ts";
import { uploadBlob } from "../oci/registry/upload.ts";
import type { Sink } from "./sink.ts";

export interface RegistrySinkOptions {
  readonly config: RegistryConfig;
  /** Gives a layer in the form it leaves the machine in. */
  readonly compress: (layer: Layer, ctx: Ctx) => Promise<Layer>;
  /** Images whose layers may be in this one, bases above all; those of the same registry are mounted, not sent. */
  readonly mountFrom?: readonly Reference[];
}

/**
 * Pushes to a registry, never to its mirrors. What it has already is not sent; layers go
 * `limits.registryTransfers` at a time; manifests come after their layers, an index after its
 * images, the tag last of all, so that a broken push leaves nothing that can be pulled.
 */
export function registrySink(given: Reference, { config, compress, mountFrom = [] }: RegistrySinkOptions): Sink {
  const reference = withDefaultTag(given);
  const mounts = mountFrom
    .filter(({ domain, repository }) => domain === reference.domain && repository !== reference.repository)
    .map(({ repository }) => repository);

  return async (artifact, outer) => {
    // Ends what is still on its way when one part fails.
    const failed = new AbortController();
    const ctx = { ...outer, signal: AbortSignal.any([outer.signal, failed.signal]) };
    const endpoint = registryEndpoint(reference, config);
    const connection = await connect(openSession(config, ctx.host), endpoint, "push", ctx);
    const push = pusher(connection, compress, [...new Set(mounts)], failed, ctx);
    const descriptor = await pushArtifact(artifact, reference.tag, connection, push);
    return { digest: descriptor.digest, descriptor, place: familiarName(reference) };
  };
}

interface Push {
  /** Sends the layers and config of an image; gives the image in the form it was sent in. */
  image(image: Image): Promise<Image>;
  /** Sends documents as blobs. */
  documents(documents: readonly Document[]): Promise<void>;
}

async function pushArtifact(artifact: Artifact, tag: string | undefined, connection: Connection, push: Push) {
  if (!isIndex(artifact)) return putUnlessThere(connection, tag, manifestOf(await push.image(artifact)));
  const images: IndexedImage[] = [];
  for (const one of artifact.images) images.push({ ...one, image: await push.image(one.image) });
  const { index, manifests, attestations } = indexDocuments({ ...artifact, images });
  for (const manifest of manifests) await putUnlessThere(connection, undefined, manifest);
  for (const { manifest, blobs } of attestations) {
    await push.documents(blobs);
    await putUnlessThere(connection, undefined, manifest);
  }
  return putUnlessThere(connection, tag, index);
}

async function putUnlessThere(
  connection: Connection,
  tag: string | undefined,
  { bytes, mediaType, descriptor }: Document,
) {
  const { digest } = descriptor;
  const target = tag ?? digest;
  if ((await headManifest(connection, target)) !== digest)
    await putManifest(connection, target, { bytes, mediaType, digest });
  return descriptor;
}

function pusher(
  connection: Connection,
  compress: RegistrySinkOptions["compress"],
  mounts: readonly string[],
  failed: AbortController,
  ctx: Ctx,
): Push {
  const inSlot = slots(limits.registryTransfers);
  const sent = new Map<string, Promise<void>>();
  const once = (blob: Blob, from: readonly string[]): Promise<void> => {
    const sending = sent.get(blob.digest) ?? inSlot(() => send(connection, blob, from, ctx));
    sent.set(blob.digest, sending);
    return sending;
  };
  const document = ({ descriptor, bytes }: Document) => once({ ...descriptor, open: () => single(bytes) }, []);
  return {
    image: async (image) => {
      const layers = await allOrNone(
        failed,
        image.layers.map(async (layer) => {
          const compressed = await compress(layer, ctx);
          await once(compressed, mounts);
          return compressed;
        }),
      );
      const leaving = withLayers(layers)(image);
      await document(configOf(leaving));
      return leaving;
    },
    documents: async (documents) => void (await allOrNone(failed, documents.map(document))),
  };
}

/** Where one fails the others are aborted and waited for: nothing is on its way when the sink rejects. */
async function allOrNone<Result>(
  failed: AbortController,
  work: readonly Promise<Result>[],
): Promise<readonly Result[]> {
  try {
    return await Promise.all(work);
  } catch (error) {
    failed.abort(error);
    await Promise.allSettled(work);
    throw error;
  }
}

async function* single(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function send(connection: Connection, blob: Blob, mountFrom: readonly string[], ctx: Ctx): Promise<void> {
  const { digest, size } = blob;
  const progress = (done: number) =>
    ctx.emit({ type: "transfer", id: `push ${digest}`, way: "push", what: digest, done, total: size });
  progress(0);
  if (!(await hasBlob(connection, digest))) await uploadBlob(connection, blob, { mountFrom, progress });
  progress(size);
}
