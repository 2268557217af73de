import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { DjibError } from "../../errors.ts";
import { type Digest, hexOf, isDigest } from "../digest.ts";
import { indexDocuments } from "../image/derive.ts";
import { formsOf } from "./forms.ts";
import { isMissing } from "./faults.ts";
import { type Kind, type Layout } from "./layout.ts";
import { fieldsOf, readRecord } from "./record.ts";
import type { Session } from "./session.ts";
import type { Store } from "./store.ts";

export interface File {
  readonly path: string;
  readonly digest: Digest;
  readonly size: number;
  /** Milliseconds since 1970; of a step record, when it was used last. */
  readonly time: number;
}

/** Files of one kind; empty where there are none yet. What is not named by a digest is not ours. */
export async function filesOf(layout: Layout, kind: Kind): Promise<readonly File[]> {
  const directory = layout.directories[kind];
  const names = await readdir(directory).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const files: File[] = [];
  for (const name of names) {
    const digest = `sha256:${name}`;
    const path = join(directory, name);
    const found = isDigest(digest) ? await stat(path).catch(() => undefined) : undefined;
    if (isDigest(digest) && found) files.push({ path, digest, size: found.size, time: found.mtimeMs });
  }
  return files;
}

/** Everything that tags lead to: documents, layers and their compressed forms. */
export async function reachableFromTags({ tags, images }: Pick<Store, "tags" | "images">): Promise<Set<Digest>> {
  const marked = new Set<Digest>();
  for (const { image, id, pulled, index } of await tags.list()) {
    for (const digest of [image.digest, id, pulled]) if (digest !== undefined) marked.add(digest);
    const layers = (await unlessDamaged(images.load(image)))?.layers ?? [];
    for (const { digest, diffId } of layers) marked.add(digest).add(diffId);
    const whole = index === undefined ? undefined : await unlessDamaged(images.loadIndex(index));
    if (whole === undefined) continue;
    const { index: top, attestations } = indexDocuments(whole);
    for (const { descriptor } of [top, ...attestations.flatMap(({ manifest, blobs }) => [manifest, ...blobs])])
      marked.add(descriptor.digest);
  }
  return marked;
}

/** A tag whose image is damaged or gone keeps nothing; one that cannot be read now stops the collection. */
async function unlessDamaged<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof DjibError && /^(image|oci)\/|^store\/missing$/.test(error.code)) return undefined;
    throw error;
  }
}

/** The diffID that a step record leads to. */
export async function layerOfStep(path: string): Promise<Digest | undefined> {
  const { diffId } = fieldsOf(fieldsOf(await readRecord(path)).layer);
  return isDigest(diffId) ? diffId : undefined;
}

/** Compressed blobs known of a layer. */
export async function blobsOfForms(layout: Layout, session: Session, diffId: Digest): Promise<readonly Digest[]> {
  const names = await readdir(join(layout.directories.forms, hexOf(diffId))).catch(() => []);
  const known = await Promise.all(names.map((name) => formsOf(layout, session).get(diffId, name)));
  return known.flatMap((form) => (form === undefined ? [] : [form.digest]));
}
