import { Readable } from "node:stream";
import { createSecureContext } from "node:tls";
import type { Dispatcher } from "undici";
import { type HttpRequest, type HttpResponse, type Network, NetworkError } from "../../userland/kernel/machine.ts";

type Kind = NetworkError["kind"];

/**
 * The network of this machine, as the programs of a RUN get it: names and addresses as the host
 * resolves and routes them, proxies and certificates as the program says, nothing of djib's own
 * settings. HTTP/1.1. Closed with the RUN.
 */
export function hostNetwork(): Network & AsyncDisposable {
  const made = new Map<string, Promise<Dispatcher>>();
  return {
    async request(request, signal) {
      try {
        const key = JSON.stringify([
          request.insecure === true,
          request.roots ?? "",
          request.proxy ?? "",
          request.connectTimeout ?? 0,
          request.tls ?? "",
        ]);
        const dispatcher = made.get(key) ?? dispatcherOf(request);
        made.set(key, dispatcher);
        return await send(await dispatcher, request, signal);
      } catch (error) {
        signal.throwIfAborted();
        throw networkError(error, request);
      }
    },
    async [Symbol.asyncDispose]() {
      for (const dispatcher of made.values()) await dispatcher.then((one) => one.destroy()).catch(() => undefined);
    },
  };
}

async function dispatcherOf({ insecure, roots, proxy, connectTimeout = 0, tls }: HttpRequest): Promise<Dispatcher> {
  const { Agent, ProxyAgent } = await import("../../oci/registry/undici.ts");
  const connect = {
    timeout: connectTimeout,
    rejectUnauthorized: insecure !== true,
    ...(roots === undefined && tls === undefined
      ? {}
      : {
          secureContext: createSecureContext({
            ...(roots === undefined ? {} : { ca: roots }),
            ...(tls === undefined ? {} : { minVersion: tls }),
          }),
        }),
  };
  // Programs wait as long as they are told to; a cancelled RUN ends them.
  const common = { headersTimeout: 0, bodyTimeout: 0, connectTimeout };
  if (proxy === undefined) return new Agent({ ...common, connect });
  const url = new URL(proxy);
  const token =
    url.username === "" ? undefined : `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return new ProxyAgent({
    ...common,
    uri: url.origin,
    ...(token === undefined ? {} : { token: `Basic ${Buffer.from(token).toString("base64")}` }),
    proxyTunnel: false,
    requestTls: connect,
  });
}

async function send(dispatcher: Dispatcher, request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
  const { method, url, headers, body } = request;
  const [, origin = "", path = ""] = /^([a-z]+:\/\/[^/?#]*)([^#]*)/i.exec(url) ?? [];
  const stream = body === undefined || body instanceof Uint8Array ? body : Readable.from(body, { objectMode: false });
  const answer = await dispatcher.request({
    origin,
    path: path === "" ? "/" : path.startsWith("?") ? `/${path}` : path,
    method: method as Dispatcher.HttpMethod,
    headers: headers.flat(),
    body: stream ?? null,
    signal,
    responseHeaders: "raw",
    reset: false,
  });
  return {
    status: answer.statusCode,
    statusText: answer.statusText,
    headers: pairs(answer.headers as unknown as readonly string[]),
    body: content(answer.body, request, signal),
  };
}

async function* content(body: AsyncIterable<Uint8Array>, request: HttpRequest, signal: AbortSignal) {
  try {
    yield* body;
  } catch (error) {
    signal.throwIfAborted();
    throw networkError(error, request);
  }
}

function pairs(flat: readonly string[]): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) found.push([String(flat[at]), String(flat[at + 1])]);
  return found;
}

const kinds: Readonly<Record<string, Kind>> = {
  ENOTFOUND: "resolve",
  EAI_AGAIN: "resolve",
  EAI_FAIL: "resolve",
  ECONNREFUSED: "connect",
  EHOSTUNREACH: "connect",
  ENETUNREACH: "connect",
  EADDRNOTAVAIL: "connect",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  ETIMEDOUT: "timeout",
};

const certificate = /^(?:CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_CERT|HOSTNAME_MISMATCH)/;

function networkError(error: unknown, { proxy }: HttpRequest): unknown {
  if (!(error instanceof Error) || error instanceof NetworkError) return error;
  const cause = error.cause instanceof Error && "code" in error.cause ? error.cause : error;
  const several = cause instanceof AggregateError ? (cause.errors as readonly Error[])[0] : undefined;
  const code = String(
    (several as NodeJS.ErrnoException | undefined)?.code ?? (cause as NodeJS.ErrnoException).code ?? "",
  );
  const kind = kinds[code] ?? (certificate.test(code) ? "certificate" : "broken");
  return new NetworkError(
    proxy !== undefined && kind === "resolve" ? "proxy" : kind,
    `${code}: ${cause.message}`,
    error,
  );
}
