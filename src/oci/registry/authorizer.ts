import type { Ctx } from "../../ctx.ts";
import { parseChallenges } from "./challenge.ts";
import type { Search } from "./credentials/credential.ts";
import { problem } from "./errors.ts";
import { basic, fetchToken, type Realm, realmOf, type Token } from "./token.ts";
import type { Transport } from "./transport.ts";

/** What one repository at one address is used for. */
export type Access = "pull" | "push";

export interface Authorizer {
  /** The Authorization header of the next request; `from`: another repository it reads of (mounts). */
  header(from?: string): Promise<string | undefined>;
  /** Takes a 401's WWW-Authenticate. true: with a new header another try makes sense. */
  challenged(wwwAuthenticate: string, sent: string | undefined): Promise<boolean>;
  /** What was found, once it was needed. */
  readonly search: Search | undefined;
}

interface Options {
  readonly registry: URL;
  readonly repository: string;
  readonly insecure: boolean;
  readonly access: Access;
  readonly transport: Transport;
  readonly find: () => Promise<Search>;
  readonly warn: (message: string, help: string) => void;
}

type Scheme = { readonly kind: "none" | "basic" } | { readonly kind: "bearer"; readonly realm: Realm };

const actions = { pull: "pull", push: "pull,push" } as const;

/**
 * Answers a registry's challenges: basic, or bearer with tokens kept by scope and fetched again
 * before they expire. Nothing is sent, and no helper started, before the registry asks.
 */
export function authorizer(options: Options, ctx: Ctx): Authorizer {
  const { registry, repository, insecure, access, transport, find, warn } = options;
  let scheme: Scheme = { kind: "none" };
  let search: Search | undefined;
  const tokens = new Map<string, Promise<Token>>();

  function scopesOf(realm: Realm, from: string | undefined): readonly string[] {
    const scopes = [`repository:${repository}:${actions[access]}`];
    if (from !== undefined) scopes.push(`repository:${from}:pull`);
    const asked = realm.scope?.split(" ").filter((scope) => scope !== "" && !scope.startsWith("repository:")) ?? [];
    return [...new Set([...scopes, ...asked])];
  }

  async function bearer(realm: Realm, from: string | undefined): Promise<string> {
    const secret = search?.credential?.secret;
    if (secret?.kind === "bearer") return `Bearer ${secret.token}`;
    const scopes = scopesOf(realm, from);
    const key = scopes.join(" ");
    const known = tokens.get(key);
    if (known !== undefined && (await known).expires > ctx.host.now().getTime()) return `Bearer ${(await known).value}`;
    // Of several requests that find a token over, the first asks for the next.
    const current = tokens.get(key);
    const fresh =
      current !== undefined && current !== known
        ? current
        : fetchToken(realm, scopes, secret, { registry, insecure }, transport, ctx);
    tokens.set(key, fresh);
    fresh.catch(() => tokens.delete(key));
    return `Bearer ${(await fresh).value}`;
  }

  async function look(): Promise<Search> {
    if (search !== undefined) return search;
    const found = await find();
    if (found.credential === undefined && found.failures.length > 0) report(found);
    return (search = found);
  }

  /** Without credentials one may still pull; a push would only fail later, and less clearly. */
  function report({ failures }: Search): void {
    const message = `credentials for ${registry.host} could not be read: ${failures.join("; ")}`;
    const help = `mend it, or: docker login ${registry.host}`;
    if (access === "push") throw problem("registry/credentials", message, { help });
    warn(`${message}; pulling without them`, help);
  }

  return {
    get search() {
      return search;
    },
    async header(from) {
      if (scheme.kind === "bearer") return bearer(scheme.realm, from);
      const secret = search?.credential?.secret;
      return scheme.kind === "basic" && secret?.kind === "password"
        ? basic(secret.username, secret.password)
        : undefined;
    },
    async challenged(wwwAuthenticate, sent) {
      const challenges = parseChallenges(wwwAuthenticate);
      const bearerChallenge = challenges.find((challenge) => challenge.scheme === "bearer");
      const hasBasic = challenges.some((challenge) => challenge.scheme === "basic");
      if (bearerChallenge === undefined && !hasBasic) return false;
      const { credential } = await look();
      if (bearerChallenge !== undefined) {
        for (const [key, token] of [...tokens]) {
          const { value } = await token;
          if (`Bearer ${value}` === sent && tokens.get(key) === token) tokens.delete(key);
        }
        scheme = { kind: "bearer", realm: realmOf(bearerChallenge, registry, insecure) };
        return credential?.secret.kind !== "bearer" || sent === undefined;
      }
      scheme = { kind: "basic" };
      return credential?.secret.kind === "password" && sent === undefined;
    },
  };
}
