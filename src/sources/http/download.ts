import { createHash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import type { Ctx } from "../../ctx.ts";
import { DjibError } from "../../errors.ts";
import { limits } from "../../limits.ts";
import { type Digest, finish } from "../../oci/digest.ts";
import { gunzip } from "../../oci/layer/gzip/gunzip.ts";
import { type Backoff, isPassing, pause } from "../../oci/registry/retry.ts";
import type { Answer } from "../../oci/registry/transport.ts";
import { unreachable } from "../../oci/registry/unreachable.ts";
import { redactUrls } from "../../redact.ts";
import { problem } from "../errors.ts";
import { ask, refused, type Server } from "./answer.ts";

export interface Downloaded {
  readonly answer: Answer;
  readonly digest: Digest;
  readonly size: number;
}

/**
 * Downloads a file into `path`, hashed as it passes; undefined where the server says that it is still
 * the one with this ETag. A connection that breaks is tried again from the start,
 * `limits.registryAttempts` in all. Throws `source/refused`, `source/unreachable`, `source/bad-answer`.
 */
export async function download(
  server: Server,
  etag: string | undefined,
  path: string,
  backoff: Backoff,
  ctx: Ctx,
): Promise<Downloaded | undefined> {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask(server, "GET", etag, ctx);
    if (answer.status < 200 || answer.status >= 300) {
      await answer.discard();
      if (answer.status === 304 && etag !== undefined) return undefined;
      throw refused(answer.status, server.url);
    }
    try {
      return { answer, ...(await save(answer, path, server.url, ctx)) };
    } catch (error) {
      ctx.signal.throwIfAborted();
      if (error instanceof DjibError) throw error;
      if (!isPassing(error) || attempt >= limits.registryAttempts) throw brokenOff(server.url, error, ctx);
    }
    await pause(backoff(attempt), ctx);
  }
}

function brokenOff(url: URL, cause: unknown, { host }: Ctx): DjibError {
  const { message, details } = unreachable(url, cause, host);
  return problem("source/unreachable", `${url.host} sends ${redactUrls(url.href)} only in part`, {
    detail: [message],
    help: details.help,
    cause,
  });
}

async function save(
  answer: Answer,
  path: string,
  url: URL,
  ctx: Ctx,
): Promise<{ readonly digest: Digest; readonly size: number }> {
  const hash = createHash("sha256");
  const file = openSync(path, "w", 0o600);
  let size = 0;
  try {
    for await (const bytes of content(withProgress(answer, url, ctx), answer, url)) {
      size += bytes.length;
      if (size > limits.download)
        throw problem("source/bad-answer", `${redactUrls(url.href)} is larger than ${limits.download} bytes`);
      hash.update(bytes);
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    }
    return { digest: finish(hash), size };
  } finally {
    closeSync(file);
  }
}

/** Unpacked where the server packed it for the way. */
async function* content(bytes: AsyncIterable<Uint8Array>, answer: Answer, url: URL): AsyncGenerator<Uint8Array> {
  if (answer.header("content-encoding")?.toLowerCase() !== "gzip") return yield* bytes;
  try {
    yield* gunzip(bytes, limits.download);
  } catch (error) {
    if (!(error instanceof DjibError)) throw error;
    throw problem("source/bad-answer", `${url.host} sent ${redactUrls(url.href)} damaged: ${error.message}`, {
      cause: error,
    });
  }
}

async function* withProgress(answer: Answer, url: URL, ctx: Ctx): AsyncGenerator<Uint8Array> {
  const what = redactUrls(url.href);
  const length = Number(answer.header("content-length") ?? Number.NaN);
  let done = 0;
  for await (const bytes of answer.body) {
    yield bytes;
    done += bytes.length;
    const total = Number.isSafeInteger(length) ? length : done;
    ctx.emit({ type: "transfer", id: `fetch ${what}`, way: "pull", what, done, total });
  }
}
