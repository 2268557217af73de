import type { Reference } from "../reference.ts";
import { isLoopback } from "./address.ts";
import type { RegistryConfig } from "./config.ts";

/** One address at which a repository may be asked for. */
export interface Endpoint {
  /** Scheme and host[:port], without a slash at the end. */
  readonly origin: string;
  /** Where TLS is not spoken at `origin`, plain HTTP may be (loopback and insecure hosts, as docker does). */
  readonly plainAllowed: boolean;
  readonly host: string;
  /** The repository's name there. */
  readonly repository: string;
  /** The name credentials are stored under: the host, but "docker.io" for Docker Hub. */
  readonly domain: string;
  readonly mirror: boolean;
  /** Certificates are not verified: the user listed the host as insecure. */
  readonly insecure: boolean;
}

const hostOf = (domain: string): string => (domain === "docker.io" ? "registry-1.docker.io" : domain);

const listedInsecure = (host: string, hostname: string, config: RegistryConfig): boolean =>
  config.insecure.some((entry) => entry === host || entry === hostname);

/** Where a repository is found: mirrors in their order, then the registry itself. */
export function endpointsFor(
  { domain, repository }: Pick<Reference, "domain" | "repository">,
  config: RegistryConfig,
): readonly Endpoint[] {
  const mirrors = Object.hasOwn(config.mirrors, domain) ? config.mirrors[domain]! : [];
  return [
    ...mirrors.map(({ url }): Endpoint => {
      const { origin, host, hostname, pathname } = new URL(url);
      const prefix = pathname.replace(/^\/+|\/+$/g, "");
      return {
        origin,
        plainAllowed: false,
        host,
        repository: prefix === "" ? repository : `${prefix}/${repository}`,
        domain: host,
        mirror: true,
        insecure: listedInsecure(host, hostname, config),
      };
    }),
    registryEndpoint({ domain, repository }, config),
  ];
}

/** The registry itself, without mirrors: where pushes go. */
export function registryEndpoint(
  { domain, repository }: Pick<Reference, "domain" | "repository">,
  config: RegistryConfig,
): Endpoint {
  const host = hostOf(domain);
  const { hostname } = new URL(`https://${host}`);
  const insecure = listedInsecure(host, hostname, config);
  const plainAllowed = insecure || isLoopback(hostname);
  return { origin: `https://${host}`, plainAllowed, host, repository, domain, mirror: false, insecure };
}
