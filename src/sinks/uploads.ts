import type { Ctx } from "../ctx.ts";
import { limits } from "../limits.ts";
import type { Blob, Descriptor, Layer } from "../oci/blob.ts";
import type { Document } from "../oci/image/document.ts";
import { type Reference, withDefaultTag } from "../oci/reference.ts";
import { hasBlob } from "../oci/registry/blobs.ts";
import type { RegistryConfig } from "../oci/registry/config.ts";
import { connect, type Connection } from "../oci/registry/connection.ts";
import { registryEndpoint } from "../oci/registry/endpoints.ts";
import { headManifest, putManifest } from "../oci/registry/manifests.ts";
import { openSession } from "../oci/registry/session.ts";
import { slots } from "../oci/registry/slots.ts";
import { uploadBlob } from "../oci/registry/upload.ts";

export interface UploadOptions {
  readonly config: RegistryConfig;
  /** Gives a layer in the form it leaves the machine in. */
  readonly compress: (layer: Layer, ctx: Ctx) => Promise<Layer>;
  /** Where a layer may be already, the likeliest first: of the same registry it is mounted, not sent. */
  readonly mountFrom?: (layer: Layer) => readonly Reference[];
}

/** Sends to one repository, each thing once; what is there already is not sent. */
export interface Uploads {
  /** Gives the layers in the form they were sent in. */
  layers(layers: readonly Layer[]): Promise<readonly Layer[]>;
  /** Documents as blobs. */
  documents(documents: readonly Document[]): Promise<void>;
  /** A manifest or index, by its digest or under the reference's tag. */
  manifest(document: Document, target: "digest" | "tag"): Promise<Descriptor>;
}

/**
 * Opens a repository of a registry, never of its mirrors. Blobs go `limits.registryTransfers` at a
 * time; where one fails the others are stopped and waited for.
 */
export async function openUploads(
  given: Reference,
  { config, compress, mountFrom = () => [] }: UploadOptions,
  outer: Ctx,
): Promise<Uploads> {
  const reference = withDefaultTag(given);
  const failed = new AbortController();
  const ctx = { ...outer, signal: AbortSignal.any([outer.signal, failed.signal]) };
  const connection = await connect(openSession(config, ctx.host), registryEndpoint(reference, config), "push", ctx);
  const inSlot = slots(limits.registryTransfers);
  const sent = new Map<string, Promise<void>>();
  const once = (blob: Blob, from: readonly string[]): Promise<void> => {
    const sending = sent.get(blob.digest) ?? inSlot(() => send(connection, blob, from, ctx));
    sent.set(blob.digest, sending);
    return sending;
  };
  const sendLayer = async (layer: Layer): Promise<Layer> => {
    const compressed = await compress(layer, ctx);
    await once(compressed, mounts(reference, mountFrom(layer)));
    return compressed;
  };
  const document = ({ descriptor, bytes }: Document) => once({ ...descriptor, open: () => single(bytes) }, []);
  return {
    layers: (layers) => allOrNone(failed, layers.map(sendLayer)),
    documents: async (documents) => void (await allOrNone(failed, documents.map(document))),
    manifest: (manifest, by) => putUnlessThere(connection, by === "tag" ? reference.tag : undefined, manifest),
  };
}

const mounts = (to: Reference, from: readonly Reference[]): readonly string[] => [
  ...new Set(
    from
      .filter(({ domain, repository }) => domain === to.domain && repository !== to.repository)
      .map(({ repository }) => repository),
  ),
];

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
