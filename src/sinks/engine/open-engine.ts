import { type Platform, normalise } from "../../oci/platform.ts";
import { type Reference, withDefaultTag } from "../../oci/reference.ts";
import { problem } from "../errors.ts";
import { type Endpoint, showEndpoint } from "./endpoint.ts";
import type { Engine, KnownImage } from "./engine.ts";
import { loadFailure } from "./load-failure.ts";
import { badAnswer, parseAnswer, readBody, refusal } from "./read-answer.ts";
import { type Asked, request } from "./request.ts";

type Json = Readonly<Record<string, unknown>>;

/** Asks what listens there (one request). Rejects with the system's error, or `engine/bad-answer`. */
export async function openEngine(endpoint: Endpoint, signal: AbortSignal): Promise<Engine> {
  const version = parseAnswer(await ask(endpoint, { method: "GET", path: "/version", signal }));
  const components = Array.isArray(version["Components"]) ? (version["Components"] as Json[]) : [];
  const isPodman = components.some((component) => /podman/i.test(String(component?.["Name"])));
  return {
    name: isPodman ? "podman" : "docker",
    version: String(version["Version"] ?? "").slice(0, 100),
    platform: platformOf(version),
    address: showEndpoint(endpoint),
    find: (name, stop) => find(endpoint, name, stop),
    load: (archive, stop) => load(endpoint, archive, stop),
    tag: async (id, name, stop) => {
      const path = `/images/${id}/tag?${query(name)}`;
      await ask(endpoint, { method: "POST", path, signal: stop });
    },
  };
}

function platformOf(version: Json): Platform {
  const { Os: os, Arch: architecture } = version;
  if (typeof os !== "string" || typeof architecture !== "string" || !/^[a-z0-9_-]+$/.test(os + architecture))
    throw badAnswer("it does not say what it runs on");
  return normalise({ os, architecture });
}

const query = (name: Reference): string => {
  const { domain, repository, tag } = withDefaultTag(name);
  return new URLSearchParams({ repo: `${domain}/${repository}`, tag: tag ?? "latest" }).toString();
};

async function find(endpoint: Endpoint, name: string, signal: AbortSignal): Promise<KnownImage | undefined> {
  const { head } = await request(endpoint, { method: "GET", path: `/images/${name}/json`, signal });
  const text = await readBody(head);
  if (head.statusCode === 404) return undefined;
  const { Id: id, RootFS: files } = parseAnswer(accepted(head.statusCode, text));
  const layers = (files as Json | undefined)?.["Layers"] ?? [];
  if (typeof id !== "string" || !Array.isArray(layers)) throw badAnswer("it describes an image in an unknown way");
  return { id: id.startsWith("sha256:") ? id : `sha256:${id}`, diffIds: layers.map(String) };
}

async function load(endpoint: Endpoint, body: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
  const headers = { "content-type": "application/x-tar" };
  const { head, sent, close } = await request(endpoint, {
    method: "POST",
    path: "/images/load?quiet=1",
    headers,
    body,
    signal,
  });
  const text = await readBody(head);
  // An engine that refuses reads no further; what is left of the archive has nowhere to go.
  if (head.statusCode !== 200) close();
  await sent;
  const failure = loadFailure(accepted(head.statusCode, text));
  if (failure !== undefined) throw refused(failure);
}

async function ask(endpoint: Endpoint, asked: Asked): Promise<string> {
  const { head } = await request(endpoint, asked);
  return accepted(head.statusCode, await readBody(head));
}

function accepted(status: number | undefined, text: string): string {
  if (status !== undefined && status >= 200 && status < 300) return text;
  throw refused(refusal(text, status));
}

const refused = (said: string) => {
  const full = /no space left/i.test(said);
  return problem("engine/refused", `the container engine refused: ${said}`, {
    help: full ? "make room in the engine: docker system prune" : undefined,
  });
};
