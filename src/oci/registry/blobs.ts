import type { Descriptor } from "../blob.ts";
import type { Digest } from "../digest.ts";
import { limits } from "../../limits.ts";
import type { Connection } from "./connection.ts";
import { DjibError } from "../../errors.ts";
import { problem } from "./errors.ts";
import { failure } from "./failure.ts";
import { isPassing, pause } from "./retry.ts";
import type { Answer } from "./transport.ts";
import { unreachable } from "./unreachable.ts";

/** Whether the repository is known to have a blob. A refusal counts as no: what follows is told why, a HEAD is not. */
export async function hasBlob(connection: Connection, digest: Digest): Promise<boolean> {
  const answer = await connection.send({ method: "HEAD", to: `blobs/${digest}` });
  if (answer.status < 500 && answer.status !== 429) {
    await answer.discard();
    return answer.status === 200;
  }
  throw await failure(answer, connection, digest);
}

/**
 * A blob's bytes, from the registry or from where it redirects to. A broken connection is resumed
 * by Range, `limits.registryAttempts` times without progress. Never more than `size` bytes are
 * given, nor fewer without an error; the digest is for the reader to verify (`Blobs.put` does).
 */
export async function* readBlob(connection: Connection, { digest, size }: Descriptor): AsyncGenerator<Uint8Array> {
  let offset = 0;
  for (let attempt = 1; offset < size;) {
    const before = offset;
    try {
      for await (const chunk of await openAt(connection, digest, offset)) {
        if (offset + chunk.length > size) throw wrongSize(connection, digest, `more than ${size} bytes`);
        offset += chunk.length;
        yield chunk;
      }
    } catch (error) {
      connection.ctx.signal.throwIfAborted();
      if (error instanceof DjibError) throw error;
      if (!isPassing(error) || attempt >= limits.registryAttempts)
        throw unreachable(new URL(connection.endpoint.origin), error, connection.ctx.host);
    }
    if (offset === size) return;
    // A clean end too early is a reset that some proxies hide.
    attempt = offset > before + limits.blobProgress ? 1 : attempt + 1;
    if (attempt > limits.registryAttempts) throw wrongSize(connection, digest, `${offset} of ${size} bytes`);
    await pause(connection.backoff(attempt - 1), connection.ctx);
  }
}

const wrongSize = ({ endpoint }: Connection, digest: Digest, sent: string) =>
  problem("registry/bad-answer", `${endpoint.host} sent ${sent} for ${digest}`);

async function openAt(connection: Connection, digest: Digest, offset: number): Promise<AsyncIterable<Uint8Array>> {
  const headers: Record<string, string> = { "accept-encoding": "identity" };
  if (offset > 0) headers["range"] = `bytes=${offset}-`;
  const answer = await connection.send({ method: "GET", to: `blobs/${digest}`, headers });
  if (answer.status === 200) return offset === 0 ? answer.body : skip(answer.body, offset);
  if (answer.status === 206 && startsAt(answer, offset)) return answer.body;
  throw await failure(answer, connection, digest);
}

const startsAt = (answer: Answer, offset: number): boolean =>
  new RegExp(`^bytes ${offset}-`).test(answer.header("content-range") ?? "");

/** For servers that know no Range: what came already is read past. */
async function* skip(body: AsyncIterable<Uint8Array>, offset: number): AsyncGenerator<Uint8Array> {
  let left = offset;
  for await (const chunk of body) {
    if (chunk.length > left) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}
