import { createHash } from "node:crypto";
import type { Digest } from "../../oci/digest.ts";
import { shebangBytes } from "../kernel/shebang.ts";

/** What tells a file's content from others, in the ways that package databases do. */
export interface Sums {
  /** Lower-case hex. */
  readonly md5: string;
  /** Base64. */
  readonly sha1: string;
  readonly sha256: Digest;
  readonly head: Uint8Array;
}

/** Reads a file once for all of its sums. */
export async function sumsOf(content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Sums> {
  const [md5, sha1, sha256] = [createHash("md5"), createHash("sha1"), createHash("sha256")];
  let head = Buffer.alloc(0);
  for await (const chunk of content) {
    if (head.length < shebangBytes) head = Buffer.concat([head, chunk.subarray(0, shebangBytes - head.length)]);
    for (const hash of [md5, sha1, sha256]) hash.update(chunk);
  }
  return {
    md5: md5.digest("hex"),
    sha1: sha1.digest("base64"),
    sha256: `sha256:${sha256.digest("hex")}` as Digest,
    head,
  };
}
