import { createHash, type Hash } from "node:crypto";
import { problem } from "./errors.ts";

/**
 * `sha256:` and 64 lower-case hex digits. Parsed once at the edge by the strict grammar, before
 * any path or URL is built of it (CVE-2024-3727).
 */
export type Digest = `sha256:${string}` & { readonly __brand: "Digest" };

const grammar = /^sha256:[0-9a-f]{64}$/;

export function isDigest(text: unknown): text is Digest {
  return typeof text === "string" && grammar.test(text);
}

/** Throws `oci/bad-digest` for anything but a sha256 digest; other algorithms are not taken. */
export function parseDigest(text: unknown): Digest {
  if (isDigest(text)) return text;
  throw problem("oci/bad-digest", `not a sha256 digest: ${JSON.stringify(text)?.slice(0, 100)}`);
}

/** The 64 hex digits. */
export const hexOf = (digest: Digest): string => digest.slice(7);

export const digestOf = (bytes: Uint8Array | string): Digest => finish(createHash("sha256").update(bytes));

/** Ends a running hash; it cannot be used afterwards. */
export const finish = (hash: Hash): Digest => `sha256:${hash.digest("hex")}` as Digest;
