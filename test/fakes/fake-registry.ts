import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { IncomingMessage, ServerResponse } from "node:http";
import { configOf, manifestOf } from "../../src/oci/image/derive.ts";
import { digestOf } from "../../src/oci/digest.ts";
import type { Image } from "../../src/oci/image/image.ts";
import { bodyOf, type Fake, type Handler, serve } from "./hostile.ts";

export interface Contents {
  /** By `repository/digest`. */
  readonly blobs: Map<string, Uint8Array>;
  /** By `repository/target`. */
  readonly manifests: Map<string, { readonly bytes: Uint8Array; readonly type: string }>;
}

/**
 * A registry as the distribution specification has it. `intercept` comes first and may answer
 * wrongly: it returns true for a request it has dealt with.
 */
export async function fakeRegistry(
  intercept: (
    request: IncomingMessage,
    response: ServerResponse,
    contents: Contents,
  ) => boolean | Promise<boolean> = () => false,
  tls?: Parameters<typeof serve>[1],
): Promise<Fake & { readonly contents: Contents }> {
  const contents: Contents = { blobs: new Map(), manifests: new Map() };
  const uploads = new Map<string, Buffer>();
  const handler: Handler = async (request, response) => {
    if (request.url === "/v2/") return void response.end();
    if (await intercept(request, response, contents)) return;
    await answer(request, response, contents, uploads);
  };
  const fake = await serve(handler, tls);
  return { ...fake, contents };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  contents: Contents,
  uploads: Map<string, Buffer>,
) {
  const url = new URL(request.url ?? "", "http://fake");
  const [, repository = "", kind, rest = ""] =
    /^\/v2\/(.+)\/(manifests|blobs\/uploads|blobs)\/(.*)$/.exec(url.pathname) ?? [];
  const end = (status: number, headers: Record<string, string | number> = {}, body?: Uint8Array) => {
    response.writeHead(status, headers);
    response.end(request.method === "HEAD" ? undefined : body);
  };
  if (kind === "blobs/uploads") return upload(request, end, url, repository, rest, contents, uploads);
  if (kind === "blobs") {
    const bytes = contents.blobs.get(`${repository}/${rest}`);
    return bytes === undefined ? end(404) : end(200, { "content-length": bytes.length }, bytes);
  }
  if (kind === "manifests" && request.method === "PUT") {
    const bytes = await bodyOf(request);
    const held = { bytes, type: request.headers["content-type"] ?? "" };
    contents.manifests.set(`${repository}/${rest}`, held);
    contents.manifests.set(`${repository}/${digestOf(bytes)}`, held);
    return end(201, { "docker-content-digest": digestOf(bytes) });
  }
  const manifest = contents.manifests.get(`${repository}/${rest}`);
  if (kind !== "manifests" || manifest === undefined) return end(404);
  end(200, { "content-type": manifest.type, "docker-content-digest": digestOf(manifest.bytes) }, manifest.bytes);
}

async function upload(
  request: IncomingMessage,
  end: (status: number, headers?: Record<string, string | number>) => void,
  url: URL,
  repository: string,
  id: string,
  contents: Contents,
  uploads: Map<string, Buffer>,
) {
  if (request.method === "POST") {
    const from = url.searchParams.get("from");
    const mount = url.searchParams.get("mount");
    const there = contents.blobs.get(`${from}/${mount}`);
    if (there !== undefined) {
      contents.blobs.set(`${repository}/${mount}`, there);
      return end(201, { location: `/v2/${repository}/blobs/${mount}` });
    }
    const session = `s${uploads.size}`;
    uploads.set(session, Buffer.alloc(0));
    return end(202, { location: `/v2/${repository}/blobs/uploads/${session}` });
  }
  const had = uploads.get(id);
  if (had === undefined) return end(404);
  const range = { location: url.pathname, range: `0-${Math.max(0, had.length - 1)}` };
  if (request.method === "GET") return end(204, range);
  const start = Number(/^(\d+)-/.exec(request.headers["content-range"] ?? "")?.[1] ?? had.length);
  if (start !== had.length) return end(416, range);
  const all = Buffer.concat([had, await bodyOf(request)]);
  uploads.set(id, all);
  if (request.method === "PATCH") return end(202, { location: url.pathname, range: `0-${all.length - 1}` });
  const digest = url.searchParams.get("digest") ?? "";
  if (digestOf(all) !== digest) return end(400);
  contents.blobs.set(`${repository}/${digest}`, all);
  end(201, { location: `/v2/${repository}/blobs/${digest}` });
}

/** Puts an image there as if it had been pushed. */
export async function hold(
  { blobs, manifests }: Contents,
  repository: string,
  tag: string,
  image: Image,
): Promise<void> {
  for (const layer of image.layers)
    blobs.set(`${repository}/${layer.digest}`, await buffer(Readable.from(layer.open())));
  const config = configOf(image);
  blobs.set(`${repository}/${config.descriptor.digest}`, config.bytes);
  const { bytes, mediaType, descriptor } = manifestOf(image);
  for (const target of [tag, descriptor.digest]) manifests.set(`${repository}/${target}`, { bytes, type: mediaType });
}
