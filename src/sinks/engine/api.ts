import { problem } from "../errors.ts";
import type { Endpoint } from "./endpoint.ts";
import type { KnownImage } from "./engine.ts";
import { loadFailure } from "./load-failure.ts";
import { badAnswer, parseAnswer, readBody, refusal } from "./read-answer.ts";
import { type Asked, request } from "./request.ts";

// The calls of Docker's Engine API that djib makes, without a version in the path: every engine
// then takes its own.

/** The answer as an object, an empty one for none. Rejects with `engine/refused` for an error status. */
export async function ask(endpoint: Endpoint, asked: Asked): Promise<Readonly<Record<string, unknown>>> {
  const { head } = await request(endpoint, asked);
  const text = accepted(head.statusCode, await readBody(head));
  return text.trim() === "" ? {} : parseAnswer(text);
}

/** `name` is a digest or a reference, which hold nothing that means something in a path. */
export async function findImage(
  endpoint: Endpoint,
  name: string,
  signal: AbortSignal,
): Promise<KnownImage | undefined> {
  const { head } = await request(endpoint, { method: "GET", path: `/images/${name}/json`, signal });
  const text = await readBody(head);
  if (head.statusCode === 404) return undefined;
  const { Id: id, RootFS: files } = parseAnswer(accepted(head.statusCode, text));
  const layers = (files as { Layers?: unknown } | null | undefined)?.Layers ?? [];
  if (typeof id !== "string" || !Array.isArray(layers)) throw badAnswer("it describes an image in an unknown way");
  return { id: id.startsWith("sha256:") ? id : `sha256:${id}`, diffIds: layers.map(String) };
}

export async function loadArchive(
  endpoint: Endpoint,
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  const headers = { "content-type": "application/x-tar" };
  const path = "/images/load?quiet=1";
  const { head, sent, close } = await request(endpoint, { method: "POST", path, headers, body, signal });
  const text = await readBody(head);
  // An engine that refuses reads no further; what is left of the archive has nowhere to go.
  if (head.statusCode !== 200) close();
  await sent;
  const failure = loadFailure(accepted(head.statusCode, text));
  if (failure !== undefined) throw refused(failure);
}

function accepted(status: number | undefined, text: string): string {
  if (status !== undefined && status >= 200 && status < 300) return text;
  throw refused(refusal(text, status));
}

const refused = (said: string) =>
  problem("engine/refused", `the container engine refused: ${said}`, {
    help: /no space left/i.test(said) ? "make room in the engine (docker system prune)" : undefined,
  });
