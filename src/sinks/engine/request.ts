import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request as httpRequest, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { setImmediate } from "node:timers/promises";
import type { Endpoint } from "./endpoint.ts";
import { badAnswer } from "./read-answer.ts";

export interface Asked {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
}

export interface Answer {
  /** Status and headers; the body is still to be read. */
  readonly head: IncomingMessage;
  /** Settles when the request's body has gone; rejects only with that body's own error. */
  readonly sent: Promise<void>;
  /** Breaks the connection off. */
  close(): void;
}

/**
 * One request to an engine, over a connection of its own. An engine may answer before it has read
 * the whole body: then its answer counts, not that the connection broke. Rejects with the error of
 * the body where that failed, with `engine/bad-answer` where the engine hung up on it, otherwise
 * with the system's.
 */
export async function request(endpoint: Endpoint, asked: Asked): Promise<Answer> {
  const outgoing = connect(endpoint, asked);
  const head = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once("response", resolve);
    outgoing.on("error", reject);
  });
  const close = () => outgoing.destroy();
  if (asked.body === undefined) {
    outgoing.end();
    return { head: await head, sent: Promise.resolve(), close };
  }
  const sent = send(asked.body, outgoing);
  sent.catch(() => outgoing.destroy());
  try {
    return { head: await head, sent, close };
  } catch (error) {
    await sent;
    asked.signal.throwIfAborted();
    throw badAnswer("it broke the connection off", error);
  }
}

/**
 * Stops without an error when the connection is closed. Between two writes the event loop gets to
 * read: Go's server leaves half a second between an early answer and closing, and a write after
 * that would throw the answer away unread.
 */
async function send(body: AsyncIterable<Uint8Array>, outgoing: ClientRequest): Promise<void> {
  const closed = once(outgoing, "close").catch(() => undefined);
  for await (const chunk of body) {
    await setImmediate();
    if (outgoing.destroyed) return;
    if (!outgoing.write(chunk)) await Promise.race([once(outgoing, "drain").catch(() => undefined), closed]);
  }
  outgoing.end();
}

function connect(endpoint: Endpoint, { method, path, headers, signal }: Asked): ClientRequest {
  const options: RequestOptions = { method, path, signal, headers: { ...headers }, agent: false };
  if (endpoint.kind === "socket") return httpRequest({ ...options, host: "docker", socketPath: endpoint.path });
  const { host, port, tls } = endpoint;
  if (tls === undefined) return httpRequest({ ...options, host, port });
  const { ca, cert, key, verify } = tls;
  return httpsRequest({ ...options, host, port, ca, cert, key, rejectUnauthorized: verify });
}
