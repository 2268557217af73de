import { join } from "node:path";
import type { Ctx } from "../../ctx.ts";
import { DjibError } from "../../errors.ts";
import type { Digest } from "../../oci/digest.ts";
import type { Backoff } from "../../oci/registry/retry.ts";
import type { Answer, Transport } from "../../oci/registry/transport.ts";
import type { Store } from "../../oci/store/store.ts";
import { redactUrls } from "../../redact.ts";
import { problem } from "../errors.ts";
import type { ReadSecret } from "../secrets.ts";
import { keepSnapshot, keptSnapshot, snapshotKey } from "../snapshot.ts";
import { ask, authorizationFor, type Server } from "./answer.ts";
import { download, type Downloaded } from "./download.ts";
import { keptChanges, type Headers, type Kept, readKept } from "./kept.ts";

export interface HttpTools {
  readonly store: Store;
  readonly transport: Transport;
  readonly backoff: Backoff;
  readonly secrets: ReadSecret;
}

/** A file of a web server, whole in the store. */
export interface HttpFile extends Pick<Kept, "digest" | "size" | "read"> {
  /** Seconds since 1970, from Last-Modified; 0 where the server does not say, as BuildKit has it. */
  readonly modified: number;
}

/**
 * The file at an http or https address. With `checksum` one that is in the store never asks the
 * network, and nothing is kept of a file that has another. Without, the server is asked each time: where it
 * gives an ETag that is known, nothing is downloaded. Throws `source/…`.
 */
export async function fetchHttp(
  url: string,
  checksum: Digest | undefined,
  { store, transport, backoff, secrets }: HttpTools,
  ctx: Ctx,
): Promise<HttpFile> {
  const pinned = checksum === undefined ? undefined : await kept(byDigest(checksum), store);
  if (pinned !== undefined) return fileOf(pinned);
  const address = addressOf(url);
  const server: Server = { transport, url: address, authorization: await authorizationFor(address, secrets) };
  const known = checksum === undefined ? await kept(byAddress(address), store) : undefined;
  const etag = known?.headers.etag;
  if (etag !== undefined && (await isUnchanged(server, etag, ctx))) return fileOf(known!);
  await using scratch = await store.scratch();
  const path = join(scratch.path, "download");
  const downloaded = await download(server, etag, path, backoff, ctx);
  if (downloaded === undefined) return fileOf(known!);
  if (checksum !== undefined && downloaded.digest !== checksum) throw mismatch(address, downloaded.digest, checksum);
  const changes = keptChanges(path, downloaded, headersOf(downloaded));
  const keys = [byAddress(address), byDigest(downloaded.digest)];
  return fileOf((await readKept(await keepSnapshot(keys, changes, `ADD ${redactUrls(url)}`, store)))!);
}

const byDigest = (digest: Digest) => snapshotKey({ digest });

/** The user may be another one tomorrow: the server is asked whether the file is still this one. */
function byAddress(address: URL): Digest {
  const { protocol, host, pathname, search } = address;
  return snapshotKey({ url: `${protocol}//${host}${pathname}${search}` });
}

async function kept(key: Digest, store: Store): Promise<Kept | undefined> {
  const tree = await keptSnapshot(key, store);
  return tree === undefined ? undefined : readKept(tree);
}

const fileOf = ({ headers, digest, size, read }: Kept): HttpFile => ({
  modified: headers.modified,
  digest,
  size,
  read,
});

function addressOf(url: string): URL {
  const address = URL.parse(url);
  if (address !== null) return address;
  throw problem("source/bad-answer", `${redactUrls(url)} is no address`, { help: "write it as https://host/path" });
}

/**
 * Asked by HEAD first, and compared here: some servers send the file to whoever has its ETag. A server
 * that does not answer that is asked for the file (BuildKit's source/http).
 */
async function isUnchanged(server: Server, etag: string, ctx: Ctx): Promise<boolean> {
  let answer: Answer;
  try {
    answer = await ask(server, "HEAD", etag, ctx);
    await answer.discard();
  } catch (error) {
    ctx.signal.throwIfAborted();
    if (error instanceof DjibError) return false;
    throw error;
  }
  const given = etagOf(answer.header("etag"));
  return (answer.status === 304 && given === undefined) || (isGood(answer.status) && given === etag);
}

const isGood = (status: number): boolean => status === 200 || status === 304;

const etagOf = (header: string | undefined): string | undefined => header?.replace(/^W\//, "") || undefined;

function headersOf({ answer }: Downloaded): Headers {
  const modified = Date.parse(answer.header("last-modified") ?? "");
  return {
    etag: etagOf(answer.header("etag")),
    modified: Number.isNaN(modified) ? 0 : Math.floor(modified / 1000),
  };
}

const mismatch = (url: URL, got: Digest, expected: Digest) =>
  problem("source/checksum", `${redactUrls(url.href)} has the digest ${got}, not ${expected}`, {
    help: "if the new content is what you want, write its digest after --checksum=",
  });
