import type { Blob } from "../blob.ts";
import { DjibError } from "../../errors.ts";
import { limits } from "../../limits.ts";
import { hasBlob } from "./blobs.ts";
import type { Connection } from "./connection.ts";
import { failure } from "./failure.ts";
import { resolveLocation } from "./follow.ts";
import { isTooLong, isTransient, parseRetryAfter, pause } from "./retry.ts";
import type { Answer } from "./transport.ts";

export interface UploadOptions {
  /** Repositories of the same registry that may have the blob (cross-repository mount). */
  readonly mountFrom?: readonly string[];
  /** Bytes that the registry has so far; goes back where an upload starts again. */
  readonly progress?: (done: number) => void;
}

/** Where an upload stands: its session's address and how many bytes the registry has. */
interface Place {
  readonly location: URL;
  readonly offset: number;
}

const noBytes = new Uint8Array();

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

/** Asks the session for its offset; undefined where it is gone or says nothing usable. */
async function ask(connection: Connection, { location }: Place): Promise<Place | undefined> {
  try {
    const answer = await connection.send({ method: "GET", to: location });
    await answer.discard();
    const range = /^(?:bytes=)?0-([0-9]{1,15})$/.exec(answer.header("range") ?? "");
    if (answer.status !== 204 && answer.status !== 202 && answer.status !== 200) return undefined;
    // "0-0" stands for one byte and, with distribution, for none: starting again is always right.
    if (range === null || range[1] === "0") return undefined;
    return { location: locationOf(answer, location), offset: Number(range[1]) + 1 };
  } catch (error) {
    connection.ctx.signal.throwIfAborted();
    if (error instanceof DjibError && error.code === "registry/unreachable") return undefined;
    throw error;
  }
}

function patch(
  connection: Connection,
  blob: Blob,
  { location, offset }: Place,
  end: number,
  progress?: (done: number) => void,
) {
  const { signal } = connection.ctx;
  const headers: Record<string, string> = {
    "content-type": "application/octet-stream",
    "content-length": String(end - offset),
  };
  if (offset > 0 || end < blob.size) headers["content-range"] = `${offset}-${end - 1}`;
  const body = () => slice(blob.open(signal), offset, end, progress);
  return connection.send({ method: "PATCH", to: location, headers, body, retry: false });
}

function finish(connection: Connection, blob: Blob, location: URL): Promise<Answer> {
  const url = new URL(location);
  // Appended as text: the rest may be signed and must stay as it is.
  url.search += `${url.search === "" ? "?" : "&"}digest=${encodeURIComponent(blob.digest)}`;
  const headers = { "content-length": "0", "content-type": "application/octet-stream" };
  return connection.send({ method: "PUT", to: url, headers, body: noBytes, retry: false });
}

async function* slice(
  bytes: AsyncIterable<Uint8Array>,
  from: number,
  to: number,
  progress?: (done: number) => void,
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const chunk of bytes) {
    const piece = chunk.subarray(Math.max(0, from - at), Math.max(0, to - at));
    at += chunk.length;
    if (piece.length > 0) yield piece;
    if (piece.length > 0) progress?.(Math.min(at, to));
    if (at >= to) return;
  }
}

async function mountOrStart(
  connection: Connection,
  blob: Blob,
  repositories: readonly string[],
): Promise<Place | "mounted"> {
  for (const from of repositories) {
    const query = new URLSearchParams({ mount: blob.digest, from });
    const answer = await connection.send({
      method: "POST",
      to: `blobs/uploads/?${query}`,
      from,
      headers: { "content-length": "0" },
    });
    await answer.discard();
    if (answer.status === 201) return "mounted";
    // Refused: the session that was opened instead is used for an ordinary upload (faults 28).
    if (answer.status === 202) return opened(answer);
  }
  return start(connection);
}

async function start(connection: Connection): Promise<Place> {
  const answer = await connection.send({ method: "POST", to: "blobs/uploads/", headers: { "content-length": "0" } });
  if (answer.status !== 202) throw await failure(answer, connection, "an upload");
  await answer.discard();
  return opened(answer);
}

const opened = (answer: Answer): Place => ({
  location: resolveLocation(answer.header("location"), answer.url),
  offset: 0,
});

/** A PATCH's answer may leave the Location out: the session stays where it was. */
const locationOf = (answer: Answer, current: URL): URL =>
  answer.header("location") === undefined ? current : resolveLocation(answer.header("location"), answer.url);
