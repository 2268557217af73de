import { lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { createSecureContext, type SecureContext } from "node:tls";
import type { Dispatcher } from "undici";
import type { Host } from "../../host.ts";
import { limits } from "../../limits.ts";
import { isForbidden } from "./address.ts";
import { type HostCertificates, hostCertificates, trustedRoots } from "./certificates.ts";
import { problem } from "./errors.ts";
import { proxyFor } from "./proxy.ts";

/** How one origin is reached. */
export interface Route {
  readonly url: URL;
  /** The host is the one the user named; others may not be link-local (faults 22 to 24). */
  readonly trusted: boolean;
  readonly insecure: boolean;
}

/** Resolves as usual and then refuses forbidden addresses, so that a name cannot hide one. */
const guardedLookup: LookupFunction = (hostname, options, callback) =>
  lookup(hostname, options, (error, address, family) => {
    const found = Array.isArray(address) ? address.map((entry) => entry.address) : [address];
    const bad = error === null && found.find(isForbidden);
    callback(bad ? refusal(hostname) : error, address, family);
  });

const refusal = (hostname: string) =>
  problem("registry/bad-answer", `the registry points to ${hostname}, a link-local or metadata address`, {
    help: "djib does not follow it; if the registry is yours, mend its realm or its redirects",
  });

function proxyOf(url: URL, host: Host): URL | undefined {
  try {
    return proxyFor(url, host.env);
  } catch {
    throw problem("registry/bad-config", `the proxy setting for ${url.protocol}// is not an address`, {
      help: "write HTTPS_PROXY and HTTP_PROXY as http://host:port",
    });
  }
}

/** What TLS trusts and shows, per host. Reading hundreds of authorities takes 50 ms, so hosts without own files share it. */
function secureContexts(host: Host): (registryHost: string) => Promise<SecureContext> {
  let shared: Promise<SecureContext> | undefined;

  async function make(registryHost: string, { ca, clients }: HostCertificates): Promise<SecureContext> {
    const cert = clients.map((client) => client.cert);
    const key = clients.map((client) => client.key);
    const roots = await trustedRoots(host);
    try {
      if (roots.instead) return createSecureContext({ ca: [...roots.own, ...ca], cert, key });
      const context = createSecureContext({ cert, key });
      // As Node does with `ca`; that option would have Node's own authorities parsed once more.
      for (const own of [...roots.own, ...ca]) context.context.addCACert(own);
      return context;
    } catch (cause) {
      throw problem("registry/bad-config", `the certificates for ${registryHost} cannot be used`, {
        detail: [cause instanceof Error ? cause.message : String(cause)],
        help: `look at certs.d/${registryHost}, SSL_CERT_FILE, SSL_CERT_DIR and NODE_EXTRA_CA_CERTS: they hold PEM`,
        cause,
      });
    }
  }

  return async (registryHost) => {
    const own = await hostCertificates(registryHost, host);
    if (own.ca.length + own.clients.length > 0) return make(registryHost, own);
    return (shared ??= make(registryHost, own));
  };
}

/** Gives the dispatcher of each route, made once: pools, trust and proxies of one `Host`. */
export function dispatchers(host: Host): (route: Route) => Promise<Dispatcher> {
  const made = new Map<string, Promise<Dispatcher>>();
  const secureContextOf = secureContexts(host);

  async function make({ url, trusted, insecure }: Route): Promise<Dispatcher> {
    const { Agent, ProxyAgent } = await import("./undici.ts");
    const tls =
      url.protocol === "https:"
        ? { secureContext: await secureContextOf(url.host), rejectUnauthorized: !insecure }
        : undefined;
    const common = {
      headersTimeout: limits.registryHeadersMs,
      bodyTimeout: limits.registryIdleMs,
      connectTimeout: limits.registryConnectMs,
    };
    const proxy = proxyOf(url, host);
    if (proxy === undefined) {
      const guard = trusted ? {} : { lookup: guardedLookup };
      return new Agent({ ...common, connect: { ...tls, ...guard, timeout: limits.registryConnectMs } });
    }
    const proxyTls = proxy.protocol === "https:" ? { secureContext: await secureContextOf(proxy.host) } : {};
    return new ProxyAgent({
      ...common,
      uri: proxy.href,
      proxyTunnel: url.protocol === "https:",
      proxyTls: { ...proxyTls, timeout: limits.registryConnectMs },
      ...(tls === undefined ? {} : { requestTls: { ...tls, timeout: limits.registryConnectMs } }),
    });
  }

  return (route) => {
    if (!route.trusted && isForbidden(route.url.hostname)) return Promise.reject(refusal(route.url.hostname));
    const key = `${route.url.origin} ${route.trusted} ${route.insecure}`;
    const known = made.get(key) ?? make(route);
    made.set(key, known);
    return known;
  };
}
