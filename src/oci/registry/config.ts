import { parseReference } from "../reference.ts";
import { problem } from "./errors.ts";

/** A stand-in for a registry, asked first. A path in `url` goes before the repository's name. */
export interface Mirror {
  readonly url: string;
}

/** What a user sets about registries. */
export interface RegistryConfig {
  /** By domain as in references ("docker.io"), in the order they are asked. */
  readonly mirrors: Readonly<Record<string, readonly Mirror[]>>;
  /** host[:port]: plain HTTP and unverified certificates are taken from these. Loopback may always use plain HTTP. */
  readonly insecure: readonly string[];
  /** Sent as User-Agent; "djib" where it is not set. */
  readonly userAgent?: string;
  /** In place of `limits.registryBackoffMs`. */
  readonly backoffMs?: number;
}

export const noRegistryConfig: RegistryConfig = { mirrors: {}, insecure: [] };

const urlOf = (text: string, source: string): URL => {
  const url = URL.parse(text.includes("://") ? text : `https://${text}`);
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "")
    throw problem("registry/bad-config", `${source}: not the address of a mirror`, {
      help: "write it as http://host:port or https://host/path",
    });
  if (url.username !== "" || url.password !== "")
    throw problem("registry/bad-config", `${source}: the address of mirror ${url.host} holds a user name or password`, {
      help: `use: docker login ${url.host}`,
    });
  return url;
};

/** Checks a mirror's address; `source` names where it was written. Throws `registry/bad-config`. */
export const parseMirror = (text: string, source: string): Mirror => ({
  url: urlOf(text.trim(), source).href.replace(/\/+$/, ""),
});

/** The domain as references have it: "docker.io" for Docker Hub's other names. Throws `registry/bad-config`. */
export function domainOf(text: string, source: string): string {
  try {
    const { domain, repository } = parseReference(`${text}/a/b`);
    if (repository === "a/b") return domain;
  } catch {
    // Told below, in the words of whoever wrote the setting.
  }
  throw problem("registry/bad-config", `${source}: ${JSON.stringify(text.slice(0, 100))} is not a registry's host`, {
    help: "write it as in an image's name: docker.io, ghcr.io, localhost:5000",
  });
}

/** DJIB_REGISTRY_MIRROR: `docker.io=http://127.0.0.1:5000[,domain=url…]`; a domain may come more than once. */
export function parseMirrors(text: string): RegistryConfig["mirrors"] {
  const mirrors: Record<string, Mirror[]> = {};
  for (const item of text.split(",").map((part) => part.trim())) {
    if (item === "") continue;
    const equals = item.indexOf("=");
    if (equals < 1)
      throw problem("registry/bad-config", "DJIB_REGISTRY_MIRROR: an item is not domain=url", {
        help: "for example: DJIB_REGISTRY_MIRROR=docker.io=http://127.0.0.1:5000",
      });
    const domain = domainOf(item.slice(0, equals).trim(), "DJIB_REGISTRY_MIRROR");
    (mirrors[domain] ??= []).push(parseMirror(item.slice(equals + 1), "DJIB_REGISTRY_MIRROR"));
  }
  return mirrors;
}
