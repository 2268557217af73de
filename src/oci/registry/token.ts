import type { Ctx } from "../../ctx.ts";
import { limits } from "../../limits.ts";
import { isLoopback } from "./address.ts";
import type { Challenge } from "./challenge.ts";
import type { Secret } from "./credentials/credential.ts";
import { problem } from "./errors.ts";
import { sendFollowing } from "./follow.ts";
import type { Answer, Request, Transport } from "./transport.ts";

export interface Token {
  readonly value: string;
  /** Milliseconds since 1970; a little before the service's own time. */
  readonly expires: number;
}

/** A bearer challenge that was found safe to answer. */
export interface Realm {
  readonly url: URL;
  readonly service: string | undefined;
  readonly scope: string | undefined;
}

/** Checks a bearer challenge against the registry it came from: http(s), and no way down from TLS. */
export function realmOf({ parameters }: Challenge, registry: URL, insecure: boolean): Realm {
  const text = parameters.get("realm") ?? "";
  const url = URL.parse(text);
  const refuse = (why: string) =>
    problem("registry/bad-answer", `${registry.host} asks for a token from an address that ${why}`, {
      detail: [JSON.stringify(text.slice(0, 200))],
    });
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:"))
    throw refuse("is neither http nor https");
  if (url.username !== "" || url.password !== "") throw refuse("holds a user name");
  if (registry.protocol === "https:" && url.protocol === "http:" && !insecure && !isLoopback(url.hostname))
    throw refuse("is not encrypted");
  return { url, service: parameters.get("service"), scope: parameters.get("scope") };
}

/** The answer of the token service was not a token. */
export class TokenRefused extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`the token service answered ${status}`);
    this.status = status;
  }
}

export const basic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;

function tokenRequest(
  realm: Realm,
  scopes: readonly string[],
  secret: Secret | undefined,
): Omit<Request, "trusted" | "insecure"> {
  if (secret?.kind === "identity") {
    const form = new URLSearchParams({ grant_type: "refresh_token", client_id: "djib", refresh_token: secret.token });
    if (realm.service !== undefined) form.set("service", realm.service);
    form.set("scope", scopes.join(" "));
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return { method: "POST", url: realm.url, headers, body: Buffer.from(form.toString()) };
  }
  const url = new URL(realm.url);
  if (realm.service !== undefined) url.searchParams.set("service", realm.service);
  for (const scope of scopes) url.searchParams.append("scope", scope);
  if (secret?.kind !== "password") return { method: "GET", url };
  url.searchParams.set("account", secret.username);
  return { method: "GET", url, headers: { authorization: basic(secret.username, secret.password) } };
}

/**
 * Asks the token service: GET with basic credentials or none, or an OAuth 2 POST for an identity
 * token (distribution: spec/auth/token.md, oauth.md). Throws `TokenRefused` for 4xx.
 */
export async function fetchToken(
  realm: Realm,
  scopes: readonly string[],
  secret: Secret | undefined,
  {
    registry,
    insecure,
    transport,
  }: { readonly registry: URL; readonly insecure: boolean; readonly transport: Transport },
  ctx: Ctx,
): Promise<Token> {
  const sameHost = realm.url.hostname === registry.hostname;
  const request: Request = {
    ...tokenRequest(realm, scopes, secret),
    trusted: sameHost,
    insecure: insecure && sameHost,
  };
  const answer = await (request.method === "GET" ? sendFollowing(transport, request, ctx) : transport(request, ctx));
  if (answer.status !== 200) {
    await answer.discard();
    throw new TokenRefused(answer.status);
  }
  return readToken(answer, ctx);
}

async function readToken(answer: Answer, { host }: Ctx): Promise<Token> {
  const text = Buffer.from(await answer.bytes(limits.token)).toString("utf8");
  let fields: { token?: unknown; access_token?: unknown; expires_in?: unknown } = {};
  try {
    fields = Object(JSON.parse(text)) as typeof fields;
  } catch {
    // Told below like a missing token: what came was no token.
  }
  const value = fields.token || fields.access_token;
  if (typeof value !== "string" || !/^[\x21-\x7e]+$/.test(value))
    throw problem("registry/bad-answer", `the token service at ${answer.url.host} sent no token`);
  // The specification's default is 60 s, and its floor.
  const seconds = typeof fields.expires_in === "number" ? Math.max(fields.expires_in, 1) : 60;
  return { value, expires: host.now().getTime() + seconds * 900 };
}
