import type { Process } from "../../kernel/process.ts";
import { Refusal } from "../../kernel/refusal.ts";
import type { Address } from "./address.ts";

/**
 * The proxy that the environment of a RUN names for an address, as curl and wget read it: http_proxy
 * in lower case alone, the others in both. undefined for a direct connection. Throws `Refusal` for SOCKS.
 */
export function environmentProxy(env: Process["env"], { scheme, host }: Address): string | undefined {
  const names = scheme === "http" ? ["http_proxy"] : ["https_proxy", "HTTPS_PROXY"];
  const name = [...names, "all_proxy", "ALL_PROXY"].find((one) => (env.get(one) ?? "") !== "");
  if (name === undefined || exempt(env.get("no_proxy") ?? env.get("NO_PROXY") ?? "", host)) return undefined;
  return checkedProxy(env.get(name)!);
}

/** Names end in an item of the list, or are it; "*" is all. */
export function exempt(list: string, host: string): boolean {
  const plain = host.replace(/^\[|\]$/g, "");
  return list
    .split(/[ ,]+/)
    .map((item) => item.toLowerCase().replace(/^\./, ""))
    .some((item) => item === "*" || (item !== "" && (plain === item || plain.endsWith(`.${item}`))));
}

export function checkedProxy(text: string): string {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) throw new Refusal(text, "is no HTTP proxy");
  return url;
}
