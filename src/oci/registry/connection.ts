import type { Ctx } from "../../ctx.ts";
import { type Access, authorizer } from "./authorizer.ts";
import type { Endpoint } from "./endpoints.ts";
import { sendFollowing } from "./follow.ts";
import type { Backoff } from "./retry.ts";
import type { Session } from "./session.ts";
import { TokenRefused } from "./token.ts";
import type { Answer, Request } from "./transport.ts";
import type { Search } from "./credentials/credential.ts";

/** A request to a repository: a path beneath `/v2/NAME/`, or a URL that the registry gave (a Location). */
export interface RepositoryRequest extends Pick<Request, "method" | "headers" | "body" | "retry"> {
  readonly to: string | URL;
  /** Another repository that is read of (mounts). */
  readonly from?: string;
}

/** One repository at one address, with its credentials. */
export interface Connection {
  readonly endpoint: Endpoint;
  readonly access: Access;
  readonly ctx: Ctx;
  readonly backoff: Backoff;
  /** Sends, answers challenges, follows redirects of GET and HEAD. Every status but a mended 401 is the caller's. */
  send(request: RepositoryRequest): Promise<Answer>;
  /** What is known of credentials, for messages. */
  search(): Search | undefined;
}

/** Opens no socket. Rejects with `registry/unreachable` where it must find out about TLS and cannot. */
export async function connect(session: Session, endpoint: Endpoint, access: Access, ctx: Ctx): Promise<Connection> {
  const { transport } = session;
  const { repository, insecure, domain } = endpoint;
  const registry = await session.originOf(endpoint, ctx);
  const find = () => session.credentials(domain, repository, ctx);
  const warn = (message: string, help: string) => session.warnOnce(message, help, ctx);
  const auth = authorizer({ registry, repository, insecure, access, transport, find, warn }, ctx);

  async function once(request: RepositoryRequest, url: URL, authorization: string | undefined): Promise<Answer> {
    const { method, body, retry, headers } = request;
    const sameHost = url.hostname === registry.hostname;
    const full: Request = {
      method,
      url,
      headers: { ...headers, ...(authorization === undefined ? {} : { authorization }) },
      trusted: sameHost,
      insecure: insecure && sameHost,
      ...(body === undefined ? {} : { body }),
      ...(retry === undefined ? {} : { retry }),
    };
    return method === "GET" || method === "HEAD" ? sendFollowing(transport, full, ctx) : transport(full, ctx);
  }

  async function send(request: RepositoryRequest): Promise<Answer> {
    const url = request.to instanceof URL ? request.to : new URL(`/v2/${repository}/${request.to}`, registry);
    // Upload locations on other hosts carry their own permission in the address (faults 22).
    if (url.origin !== registry.origin) return once(request, url, undefined);
    let authorization: string | undefined;
    for (let challenges = 0; ; challenges++) {
      try {
        authorization = await auth.header(request.from);
      } catch (error) {
        if (error instanceof TokenRefused) return refusedAnswer(url, error);
        throw error;
      }
      const answer = await once(request, url, authorization);
      if (answer.status !== 401 || answer.url.origin !== registry.origin || challenges === 2) return answer;
      const asked = answer.header("www-authenticate") ?? "";
      if (!(await auth.challenged(asked, authorization))) return answer;
      await answer.discard();
    }
  }

  return { endpoint, access, ctx, backoff: session.backoff, send, search: auth.search };
}

/** A refusal by the token service is the registry's refusal. */
function refusedAnswer(url: URL, { status, message }: TokenRefused): Answer {
  const body = Buffer.from(JSON.stringify({ errors: [{ message }] }));
  return {
    status: status === 429 || status >= 500 ? status : 401,
    url,
    header: () => undefined,
    body: (async function* () {
      yield body;
    })(),
    bytes: () => Promise.resolve(body),
    discard: () => Promise.resolve(),
  };
}
