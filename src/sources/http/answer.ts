import type { Ctx } from "../../ctx.ts";
import { DjibError } from "../../errors.ts";
import { sendFollowing } from "../../oci/registry/follow.ts";
import type { Answer, Transport } from "../../oci/registry/transport.ts";
import { redactUrls } from "../../redact.ts";
import { problem } from "../errors.ts";
import { firstSecret, type ReadSecret } from "../secrets.ts";

/** A file's server as one build speaks to it. */
export interface Server {
  readonly transport: Transport;
  readonly url: URL;
  /** Value of the Authorization header. */
  readonly authorization: string | undefined;
}

/** As Go asks for it: a file that comes packed for the way alone is unpacked on arrival. */
const encoding = { "accept-encoding": "gzip" };

/**
 * Asks for a file, through redirects; credentials stay with the origin they were given for (fault 22).
 * Throws `source/unreachable` and `source/bad-answer`; a status is the caller's to judge.
 */
export async function ask(
  { transport, url, authorization }: Server,
  method: "GET" | "HEAD",
  etag: string | undefined,
  ctx: Ctx,
): Promise<Answer> {
  const headers = {
    ...encoding,
    ...(authorization === undefined ? {} : { authorization }),
    ...(etag === undefined ? {} : { "if-none-match": etag }),
  };
  try {
    const retry = method === "GET";
    return await sendFollowing(transport, { method, url, headers, retry, trusted: true, insecure: false }, ctx);
  } catch (error) {
    throw error instanceof DjibError ? ofSource(error) : error;
  }
}

/** The registry client's errors, said of a file. */
function ofSource(error: DjibError): DjibError {
  const code = error.code === "registry/unreachable" ? "source/unreachable" : "source/bad-answer";
  return error.code.startsWith("registry/") ? problem(code, error.message, { ...error.details, cause: error }) : error;
}

/** BuildKit's two secrets (source/http), else user name and password of the address. */
export async function authorizationFor(url: URL, secrets: ReadSecret): Promise<string | undefined> {
  const found = await firstSecret(
    [
      { id: `HTTP_AUTH_TOKEN_${url.hostname}`, prefix: "Bearer " },
      { id: `HTTP_AUTH_HEADER_${url.hostname}`, prefix: "" },
    ],
    secrets,
  );
  if (found !== undefined) return found.name.prefix + found.value;
  if (url.username === "" && url.password === "") return undefined;
  const user = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return `Basic ${Buffer.from(user, "utf8").toString("base64")}`;
}

/** The error for a status that brings no file. */
export function refused(status: number, url: URL): DjibError {
  const help = {
    401: `give its token: --secret id=HTTP_AUTH_TOKEN_${url.hostname},env=TOKEN`,
    403: `give its token: --secret id=HTTP_AUTH_TOKEN_${url.hostname},env=TOKEN`,
    404: "check the address; nothing is there",
  }[status];
  return problem("source/refused", `${url.host} answers ${status} for ${redactUrls(url.href)}`, { help });
}
