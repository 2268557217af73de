import { BlockList, isIP } from "node:net";
import type { Host } from "../../host.ts";
import { isLoopback } from "./address.ts";

type Env = Host["env"];

const setting = (env: Env, name: string): string | undefined => env[name] || env[name.toLowerCase()] || undefined;

/** One item of NO_PROXY as Go's x/net/http/httpproxy reads it: IP, CIDR, name, .name, *.name, each with :port. */
function exempts(item: string, hostname: string, port: string): boolean {
  if (item === "*") return true;
  if (item.includes("/")) return inSubnet(item, hostname);
  const [, name = "", itemPort] = /^(\[[^\]]*\]|[^:]*|[^\]]*:[^\]]*:[^\]]*)(?::([0-9]+))?$/.exec(item) ?? [];
  if (name === "" || (itemPort !== undefined && itemPort !== port)) return false;
  const plain = name.replace(/^\[|\]$/g, "");
  if (isIP(plain) !== 0) return plain === hostname;
  if (plain.startsWith("*.")) return hostname.endsWith(plain.slice(1));
  if (plain.startsWith(".")) return hostname.endsWith(plain);
  return hostname === plain || hostname.endsWith(`.${plain}`);
}

function inSubnet(cidr: string, hostname: string): boolean {
  const [network = "", bits = ""] = cidr.split("/");
  const family = isIP(network);
  const prefix = Number(bits);
  if (family === 0 || isIP(hostname) !== family || !/^[0-9]{1,3}$/.test(bits) || prefix > (family === 4 ? 32 : 128))
    return false;
  const list = new BlockList();
  const kind = family === 4 ? "ipv4" : "ipv6";
  list.addSubnet(network, prefix, kind);
  return list.check(hostname, kind);
}

/**
 * The proxy for an address, or undefined for a direct connection: HTTPS_PROXY or HTTP_PROXY by
 * scheme, else ALL_PROXY (curl's), in upper or lower case; never for loopback; NO_PROXY by Go's rules.
 * A value without a scheme is an HTTP proxy; an unreadable one throws TypeError.
 */
export function proxyFor(url: URL, env: Env): URL | undefined {
  const value = setting(env, url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY") ?? setting(env, "ALL_PROXY");
  if (value === undefined || isLoopback(url.hostname)) return undefined;
  const hostname = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  const items = (setting(env, "NO_PROXY") ?? "").split(",").map((item) => item.trim().toLowerCase());
  if (items.some((item) => exempts(item, hostname, port))) return undefined;
  return new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`);
}
