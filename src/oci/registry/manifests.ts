import { type Digest, digestOf, isDigest } from "../digest.ts";
import { limits } from "../../limits.ts";
import { docker, oci } from "../media-types.ts";
import type { Connection } from "./connection.ts";
import { problem } from "./errors.ts";
import { failure } from "./failure.ts";

/** A manifest or index as it was sent; its bytes have `digest`. */
export interface PulledManifest {
  readonly bytes: Uint8Array;
  /** Content-Type without parameters; undefined where the registry names none that means anything. */
  readonly mediaType: string | undefined;
  readonly digest: Digest;
}

const accept = [oci.index, oci.manifest, docker.index, docker.manifest].join(", ");

const meaningless = new Set(["", "application/json", "application/octet-stream", "text/plain"]);

const targetName = (target: string): string => (isDigest(target) ? target : `tag ${target}`);

/** The digest a tag leads to now; undefined where there is no such tag, or where the registry does not say (then GET). */
export async function headManifest(connection: Connection, target: string): Promise<Digest | undefined> {
  const answer = await connection.send({ method: "HEAD", to: `manifests/${target}`, headers: { accept } });
  await answer.discard();
  const digest = answer.header("docker-content-digest");
  return answer.status === 200 && isDigest(digest) ? digest : undefined;
}

/** Fetches by tag or digest; at most `limits.manifest` bytes, and they have the digest that was asked for or announced. */
export async function getManifest(connection: Connection, target: string): Promise<PulledManifest> {
  const answer = await connection.send({ method: "GET", to: `manifests/${target}`, headers: { accept } });
  if (answer.status !== 200) throw await failure(answer, connection, targetName(target));
  const bytes = await answer.bytes(limits.manifest);
  const digest = digestOf(bytes);
  const announced = answer.header("docker-content-digest");
  const expected = isDigest(target) ? target : announced;
  // Another algorithm than sha256 is announced by some for a tag; it cannot be compared.
  if (expected !== undefined && expected !== digest && (isDigest(target) || !expected.startsWith("sha512:")))
    throw problem(
      "registry/bad-answer",
      `${connection.endpoint.host} sent another manifest than ${targetName(target)}`,
      {
        detail: [`expected ${JSON.stringify(expected.slice(0, 100))}`, `got ${digest}`],
        help: "a proxy or cache between may be broken",
      },
    );
  const type = answer.header("content-type")?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  return { bytes, digest, mediaType: meaningless.has(type) ? undefined : type };
}

/** Uploads under a tag or its digest; the digest that the registry answers must be its own. */
export async function putManifest(
  connection: Connection,
  target: string,
  { bytes, mediaType, digest }: { readonly bytes: Uint8Array; readonly mediaType: string; readonly digest: Digest },
): Promise<void> {
  const headers = { "content-type": mediaType };
  const answer = await connection.send({ method: "PUT", to: `manifests/${target}`, headers, body: bytes });
  if (answer.status < 200 || answer.status > 299) throw await failure(answer, connection, targetName(target));
  await answer.discard();
  const stored = answer.header("docker-content-digest");
  if (stored !== undefined && stored !== digest)
    throw problem("registry/bad-answer", `${connection.endpoint.host} stored another manifest than was sent`, {
      detail: [`sent ${digest}`, `stored ${JSON.stringify(stored.slice(0, 100))}`],
    });
}
