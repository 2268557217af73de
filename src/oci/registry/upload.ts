import type { Blob } from "../blob.ts";
import { DjibError } from "../../errors.ts";
import { limits } from "../../limits.ts";
import { hasBlob } from "./blobs.ts";
import type { Connection } from "./connection.ts";
import { failure } from "./failure.ts";
import { isTooLong, isTransient, parseRetryAfter, pause } from "./retry.ts";
import type { Answer } from "./transport.ts";
import { ask, finish, locationOf, mountOrStart, patch, type Place, start } from "./upload-session.ts";

export interface UploadOptions {
  /** Repositories of the same registry that may have the blob (cross-repository mount). */
  readonly mountFrom?: readonly string[];
  /** Bytes that the registry has so far; goes back where an upload starts again. */
  readonly progress?: (done: number) => void;
}

/**
 * Uploads a blob that the repository lacks (distribution-spec, "Pushing blobs"): mounted where
 * another repository has it, else in one PATCH and a PUT. A failure on the way asks the registry for the
 * offset and goes on from there, or starts again where the session is gone; 413 sends smaller
 * chunks. The body is opened anew each time, so it must be replayable.
 */
export async function uploadBlob(
  connection: Connection,
  blob: Blob,
  options: UploadOptions = {},
): Promise<"mounted" | "sent"> {
  const first = await mountOrStart(connection, blob, options.mountFrom ?? []);
  if (first === "mounted") return first;
  let place: Place | undefined = first;
  let chunk = Number.POSITIVE_INFINITY;
  for (let attempt = 1; ; attempt++) {
    // The session may be gone because all went well and only the answer was lost.
    if (place === undefined && (await hasBlob(connection, blob.digest))) return "sent";
    place ??= await start(connection);
    const step = await attemptFrom(connection, blob, place, chunk, options);
    if (step === "done") return "sent";
    if (step.tooLarge && chunk > limits.uploadChunk) chunk = limits.uploadChunk;
    else if (attempt >= limits.registryAttempts) throw step.error;
    if (step.from !== undefined && step.from.offset > place.offset) attempt = 0;
    place = step.from;
    if (!step.tooLarge) await pause(connection.backoff(attempt, step.asked), connection.ctx);
  }
}

interface Broken {
  readonly error: DjibError;
  /** undefined: the session is gone. */
  readonly from: Place | undefined;
  readonly tooLarge: boolean;
  readonly asked: number | undefined;
}

async function attemptFrom(
  connection: Connection,
  blob: Blob,
  place: Place,
  chunk: number,
  { progress }: UploadOptions,
): Promise<"done" | Broken> {
  let reached = place;
  let answer: Answer;
  try {
    while (reached.offset < blob.size) {
      const end = Math.min(blob.size, reached.offset + chunk);
      answer = await patch(connection, blob, reached, end, progress);
      if (answer.status !== 202 && answer.status !== 204 && answer.status !== 201)
        return await broken(answer, connection, blob, reached);
      await answer.discard();
      reached = { location: locationOf(answer, reached.location), offset: end };
    }
    answer = await finish(connection, blob, reached.location);
    if (answer.status !== 201 && answer.status !== 204) return await broken(answer, connection, blob, reached);
    await answer.discard();
    return "done";
  } catch (error) {
    connection.ctx.signal.throwIfAborted();
    if (!(error instanceof DjibError) || error.code !== "registry/unreachable") throw error;
    return { error, from: await ask(connection, reached), tooLarge: false, asked: undefined };
  }
}

/** Decides about an answer that is no success: fatal ones are thrown, the others say where to go on. */
async function broken(answer: Answer, connection: Connection, blob: Blob, place: Place): Promise<Broken> {
  const { status } = answer;
  const asked = parseRetryAfter(answer.header("retry-after"), connection.ctx.host.now());
  const error = await failure(answer, connection, blob.digest);
  const mendable = isTransient(status) || status === 404 || status === 413 || status === 416;
  if (!mendable || isTooLong(asked)) throw error;
  const from = status === 404 ? undefined : await ask(connection, place);
  return { error, from, tooLarge: status === 413, asked };
}
