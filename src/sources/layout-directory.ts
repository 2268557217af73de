import { constants } from "node:fs";
import { type FileHandle, lstat, open } from "node:fs/promises";
import path from "node:path";
import { limits } from "../limits.ts";
import { type Digest, digestOf, hexOf, isDigest } from "../oci/digest.ts";
import { array, parseObject } from "../oci/image/json.ts";
import { problem } from "../oci/errors.ts";
import { descriptor } from "../oci/image/parse.ts";
import type { BlobPlace } from "./blob-place.ts";

/**
 * A directory in OCI's image layout (image-spec image-layout.md). Tags are those of index.json, its
 * annotation org.opencontainers.image.ref.name. What is no plain file is not read: a link could lead
 * anywhere (ggcr #2306). Rejects with `oci/no-layout` where something is not there.
 */
export function layoutDirectory(directory: string): BlobPlace {
  const fileOf = (digest: Digest) => path.join(directory, "blobs", "sha256", hexOf(digest));
  return {
    async manifest(target) {
      const digest = isDigest(target) ? target : await tagged(directory, target);
      const bytes = await readSmall(fileOf(digest));
      if (digestOf(bytes) === digest) return { bytes, digest, mediaType: undefined };
      throw absent(fileOf(digest), "its bytes have another digest");
    },
    has: async (digest) => (await sizeOf(fileOf(digest))) !== undefined,
    async fetch(described, blobs) {
      const file = fileOf(described.digest);
      if ((await sizeOf(file)) === undefined) throw absent(file, "it is not there");
      await blobs.put(chunksOf(file), described);
    },
  };
}

async function tagged(directory: string, tag: string): Promise<Digest> {
  const file = path.join(directory, "index.json");
  const { manifests } = parseObject(await readSmall(file), file, limits.manifest);
  const found = array(manifests ?? [], "manifests")
    .map((entry, i) => descriptor(entry, `manifests[${i}]`))
    .findLast(({ annotations }) => annotations?.["org.opencontainers.image.ref.name"] === tag);
  if (found !== undefined) return found.digest;
  throw absent(file, `nothing in it is tagged ${tag}`);
}

async function readSmall(file: string): Promise<Uint8Array> {
  const size = await sizeOf(file);
  if (size === undefined) throw absent(file, "it is not there");
  if (size > limits.manifest) throw absent(file, `it has ${size} bytes, more than any manifest`);
  const handle = await opened(file);
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

async function* chunksOf(file: string): AsyncGenerator<Uint8Array> {
  const handle = await opened(file);
  try {
    yield* handle.createReadStream({ autoClose: false });
  } finally {
    await handle.close();
  }
}

const opened = (file: string): Promise<FileHandle> =>
  open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch((error: NodeJS.ErrnoException) => {
    throw absent(file, error.code ?? error.message);
  });

/** undefined for what is no plain file. */
async function sizeOf(file: string): Promise<number | undefined> {
  const stat = await lstat(file).catch(() => undefined);
  return stat?.isFile() ? stat.size : undefined;
}

const absent = (file: string, why: string) =>
  problem("oci/no-layout", `${file} cannot be read: ${why}`, {
    help: "name a directory that `--cache-to type=local` or another tool wrote in OCI's image layout",
  });
