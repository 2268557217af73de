import type { Ctx } from "../../ctx.ts";
import type { Host } from "../../host.ts";
import { DjibError } from "../../errors.ts";
import { limits } from "../../limits.ts";
import type { RegistryConfig } from "./config.ts";
import type { Search } from "./credentials/credential.ts";
import { findCredential } from "./credentials/find.ts";
import type { Endpoint } from "./endpoints.ts";
import { type Backoff, backoff } from "./retry.ts";
import { openTransport, type Transport } from "./transport.ts";
import { maySpeakPlain } from "./unreachable.ts";

/** What requests to registries share while a process runs: connections, credentials, what was learned of hosts. */
export interface Session {
  readonly config: RegistryConfig;
  readonly transport: Transport;
  readonly backoff: Backoff;
  credentials(domain: string, repository: string, ctx: Ctx): Promise<Search>;
  /** The origin that is really spoken to: the endpoint's, or plain HTTP where that is allowed and TLS is not spoken. */
  originOf(endpoint: Endpoint, ctx: Ctx): Promise<URL>;
  /** Emits a warning about credentials, the same one only once. */
  warnOnce(message: string, help: string, ctx: Ctx): void;
}

/** Idle connections do not keep the process alive, so there is nothing to close. */
export function openSession(config: RegistryConfig, host: Host): Session {
  const wait = backoff(config.backoffMs ?? limits.registryBackoffMs);
  const transport = openTransport(host, config.userAgent ?? "djib", wait);
  const searches = new Map<string, Promise<Search>>();
  const origins = new Map<string, Promise<URL>>();
  const warnings = new Set<string>();
  return {
    config,
    transport,
    backoff: wait,
    credentials: (domain, repository, ctx) =>
      remembered(searches, `${domain}/${repository}`, () => findCredential(domain, repository, ctx)),
    originOf: (endpoint, ctx) => remembered(origins, endpoint.origin, () => probeOrigin(endpoint, transport, ctx)),
    warnOnce(message, help, ctx) {
      if (!warnings.has(message)) ctx.emit({ type: "warning", code: "registry/credentials", message, help });
      warnings.add(message);
    },
  };
}

async function remembered<Value>(
  known: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const value = known.get(key) ?? make();
  known.set(key, value);
  try {
    return await value;
  } catch (error) {
    known.delete(key);
    throw error;
  }
}

async function probeOrigin({ origin, plainAllowed, insecure }: Endpoint, transport: Transport, ctx: Ctx): Promise<URL> {
  const secure = new URL(origin);
  if (!plainAllowed) return secure;
  try {
    const url = new URL("/v2/", secure);
    const answer = await transport({ method: "GET", url, trusted: true, insecure, retry: false }, ctx);
    await answer.discard();
    return secure;
  } catch (error) {
    if (!(error instanceof DjibError) || !maySpeakPlain(error.cause)) throw error;
    return new URL(origin.replace(/^https:/, "http:"));
  }
}
