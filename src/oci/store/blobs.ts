import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { type Digest, finish } from "../digest.ts";
import { problem as corrupt } from "../errors.ts";
import { fault, isMissing } from "./faults.ts";
import type { Kind, Layout } from "./layout.ts";
import { readVerified } from "./read.ts";
import type { Session } from "./session.ts";
import type { Blobs } from "./store.ts";
import { content as asContent, type Write, writeAtomically } from "./write.ts";

export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
type Expected = { readonly digest: Digest; readonly size?: number };

export function blobsOf(layout: Layout, session: Session): Blobs {
  return {
    has: async (digest) => (await sizeOf(layout, "blobs", digest)) !== undefined,
    get: (descriptor) => {
      const path = layout.path("blobs", descriptor.digest);
      return { ...descriptor, open: (signal) => readVerified(path, descriptor, { layout, session }, signal) };
    },
    put: async (content, expected) => {
      const there = expected && (await sizeOf(layout, "blobs", expected.digest));
      if (expected !== undefined && there !== undefined && (expected.size ?? there) === there)
        return { digest: expected.digest, size: there };
      const { digest, size } = await writeAtomically(session, asContent, async (write) => {
        const written = await writeHashed(write, content, expected);
        return { ...written, path: layout.path("blobs", written.digest) };
      });
      return { digest, size };
    },
  };
}

/** undefined where there is no such file. */
export async function sizeOf(layout: Layout, kind: Kind, digest: Digest): Promise<number | undefined> {
  const path = layout.path(kind, digest);
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw fault(error, path);
  }
}

/** Writes all of `content`, hashing it. Stops one chunk after it is too long. */
async function writeHashed(write: Write, content: Bytes, expected?: Expected) {
  const hash = createHash("sha256");
  const most = expected?.size ?? Number.MAX_SAFE_INTEGER;
  let size = 0;
  for await (const chunk of content) {
    size += chunk.length;
    if (size > most) throw differs(expected, `it has more than ${most} bytes`);
    hash.update(chunk);
    write(chunk);
  }
  const digest = finish(hash);
  if (expected?.size !== undefined && size !== expected.size)
    throw differs(expected, `it ended after ${size} of ${expected.size} bytes`);
  if (expected !== undefined && digest !== expected.digest)
    throw differs(expected, `its bytes have the digest ${digest}`);
  return { digest, size };
}

const differs = (expected: Expected | undefined, why: string) =>
  corrupt("oci/corrupt-blob", `${expected?.digest ?? "a blob"} did not arrive whole: ${why}`, {
    help: "try again; where it happens again, the other side or a proxy between is at fault",
  });
