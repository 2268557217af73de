import { DjibError } from "../../errors.ts";
import type { Blob } from "../blob.ts";
import type { Connection } from "./connection.ts";
import { failure } from "./failure.ts";
import { resolveLocation } from "./follow.ts";
import type { Answer } from "./transport.ts";

/** Where an upload stands: its session's address and how many bytes the registry has. */
export interface Place {
  readonly location: URL;
  readonly offset: number;
}

const noBytes = new Uint8Array();

/** Asks the session for its offset; undefined where it is gone or says nothing usable. */
export async function ask(connection: Connection, { location }: Place): Promise<Place | undefined> {
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

/** Sends the bytes from where the session stands up to `end`. */
export function patch(
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

/** Closes the session: the registry verifies the digest. */
export function finish(connection: Connection, blob: Blob, location: URL): Promise<Answer> {
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

/** The blob mounted from one of the repositories, else a session to send it in. */
export async function mountOrStart(
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

export async function start(connection: Connection): Promise<Place> {
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
export const locationOf = (answer: Answer, current: URL): URL =>
  answer.header("location") === undefined ? current : resolveLocation(answer.header("location"), answer.url);
