import type { Ctx } from "../../ctx.ts";
import { limits } from "../../limits.ts";
import { problem } from "./errors.ts";
import type { Answer, Request, Transport } from "./transport.ts";

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/**
 * Resolves a Location or a foreign layer's URL against where it came from. Throws
 * `registry/bad-answer` for anything but http and https; a user name in it is dropped. On the host
 * it came from TLS is kept, since proxies that end TLS often make registries say http.
 */
export function resolveLocation(location: string | undefined, from: URL): URL {
  const url = location === undefined ? null : URL.parse(location, from.href);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:"))
    throw problem("registry/bad-answer", `${from.host} points to an address that is neither http nor https`, {
      detail: location === undefined ? ["the Location header is missing"] : [JSON.stringify(location.slice(0, 200))],
    });
  url.username = "";
  url.password = "";
  url.hash = "";
  if (from.protocol === "https:" && url.protocol === "http:" && url.hostname === from.hostname) {
    url.protocol = "https:";
    if (url.port === "") url.port = from.port;
  }
  return url;
}

/** The same request at another address: credentials stay with their origin, trust and leniency with their host. */
export function redirected(request: Request, url: URL): Request {
  const sameHost = url.hostname === request.url.hostname;
  const headers = Object.entries(request.headers ?? {}).filter(
    ([name]) => url.origin === request.url.origin || name !== "authorization",
  );
  return {
    ...request,
    url,
    headers: Object.fromEntries(headers),
    trusted: request.trusted && sameHost,
    insecure: request.insecure && sameHost,
  };
}

/** Sends a GET or HEAD and follows redirects, `limits.registryRedirects` at most. */
export async function sendFollowing(transport: Transport, request: Request, ctx: Ctx): Promise<Answer> {
  let current = request;
  for (let redirects = 0; redirects <= limits.registryRedirects; redirects++) {
    const answer = await transport(current, ctx);
    if (!isRedirect(answer.status)) return answer;
    await answer.discard();
    current = redirected(current, resolveLocation(answer.header("location"), current.url));
  }
  throw problem("registry/bad-answer", `${request.url.host} redirects more than ${limits.registryRedirects} times`);
}
