import { createHash } from "node:crypto";
import { type FileHandle, mkdir, open, rename } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Descriptor } from "../blob.ts";
import { finish } from "../digest.ts";
import { problem as corrupt } from "../errors.ts";
import { problem } from "./errors.ts";
import { fault, isMissing, withFaults } from "./faults.ts";
import type { Layout } from "./layout.ts";
import type { Session } from "./session.ts";

/** Small, since V8 collects young buffers by what else is allocated: an eighth of the size leaves an eighth of the garbage. */
const chunkSize = 16 * 1024;
const chunksAtOnce = 8;

/**
 * Reads a file of the store and verifies it against digest and size on the way. What is damaged is
 * put aside into `corrupt/`, so that whoever asks next gets it anew, and the reader gets
 * `oci/corrupt-blob`; `store/missing` where there is no such file.
 */
export async function* readVerified(
  path: string,
  { digest, size }: Pick<Descriptor, "digest" | "size">,
  { layout, session }: { readonly layout: Layout; readonly session: Session },
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const file = await openFile(path, digest);
  const hash = createHash("sha256");
  let read = 0;
  try {
    for await (const chunk of chunks(file, path, signal)) {
      hash.update(chunk);
      read += chunk.length;
      // Past the size that was promised the rest is read only to learn whose fault it is.
      if (read <= size) yield chunk;
    }
  } finally {
    await file.close();
  }
  const intact = finish(hash) === digest;
  if (intact && read === size) return;
  if (intact) throw corrupt("oci/corrupt-blob", `${digest} has ${read} bytes, and something says that it has ${size}`);
  await quarantine(path, layout, session);
  throw corrupt("oci/corrupt-blob", `${digest} was damaged on this machine's disk and has been put aside`, {
    help: "run the command again: it is fetched or made anew",
    detail: [`the damaged file is in ${layout.corrupt}`],
  });
}

async function openFile(path: string, digest: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    if (!isMissing(error)) throw fault(error, path);
    throw problem("store/missing", `${digest} is not in the store`, {
      help: "run the command again, with --pull where it belongs to a base image",
      cause: error,
    });
  }
}

async function* chunks(file: FileHandle, path: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  for (;;) {
    signal?.throwIfAborted();
    const buffers = Array.from({ length: chunksAtOnce }, () => Buffer.allocUnsafe(chunkSize));
    const { bytesRead } = await withFaults(path, () => file.readv(buffers));
    if (bytesRead === 0) return;
    for (let at = 0; at < bytesRead; at += chunkSize) yield buffers[at / chunkSize]!.subarray(0, bytesRead - at);
  }
}

/** Out of the way of readers, but kept: it may be wanted to see what happened. */
export async function quarantine(path: string, layout: Layout, session: Session): Promise<void> {
  const { id } = await session.presence();
  await mkdir(layout.corrupt, { recursive: true });
  await rename(path, join(layout.corrupt, `${basename(path)}.${id}`)).catch((error: unknown) => {
    if (!isMissing(error)) throw fault(error, path);
  });
}
