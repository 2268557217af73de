import type { Ctx } from "../../ctx.ts";
import { type Challenge, parseChallenges } from "./challenge.ts";
import type { Search } from "./credentials/credential.ts";
import { problem } from "./errors.ts";
import { tokenCache } from "./token-cache.ts";
import { basic, fetchToken, type Realm, realmOf } from "./token.ts";
import type { Transport } from "./transport.ts";

/** What one repository at one address is used for. */
export type Access = "pull" | "push";

export interface Authorizer {
  /** The Authorization header of the next request; `from`: another repository it reads of (mounts). */
  header(from?: string): Promise<string | undefined>;
  /** Takes a 401's WWW-Authenticate and the header that was sent. true: with a new header another try makes sense. */
  challenged(wwwAuthenticate: string, sent: string | undefined): Promise<boolean>;
  /** What was found, once it was needed. */
  search(): Search | undefined;
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

/**
 * Answers a registry's challenges: basic, or bearer with tokens kept by scope and fetched again
 * before they expire. Nothing is sent, and no helper started, before the registry asks.
 */
export function authorizer(options: Options, ctx: Ctx): Authorizer {
  let scheme: Scheme = { kind: "none" };
  let search: Search | undefined;
  const tokens = tokenCache(() => ctx.host.now());

  async function bearer(realm: Realm, from: string | undefined): Promise<string> {
    const secret = search?.credential?.secret;
    if (secret?.kind === "bearer") return `Bearer ${secret.token}`;
    const scopes = scopesOf(options, realm, from);
    return `Bearer ${await tokens.get(scopes, () => fetchToken(realm, scopes, secret, options, ctx))}`;
  }

  return {
    search: () => search,
    async header(from) {
      if (scheme.kind === "bearer") return bearer(scheme.realm, from);
      const secret = search?.credential?.secret;
      return scheme.kind === "basic" && secret?.kind === "password"
        ? basic(secret.username, secret.password)
        : undefined;
    },
    async challenged(wwwAuthenticate, sent) {
      const challenge = choose(parseChallenges(wwwAuthenticate));
      if (challenge === undefined) return false;
      search ??= await lookFor(options);
      const kind = search.credential?.secret.kind;
      if (challenge.scheme === "basic") {
        scheme = { kind: "basic" };
        return kind === "password" && sent === undefined;
      }
      if (sent?.startsWith("Bearer ")) tokens.forget(sent.slice("Bearer ".length));
      scheme = { kind: "bearer", realm: realmOf(challenge, options.registry, options.insecure) };
      return kind !== "bearer" || sent === undefined;
    },
  };
}

const choose = (challenges: readonly Challenge[]): Challenge | undefined =>
  challenges.find(({ scheme }) => scheme === "bearer") ?? challenges.find(({ scheme }) => scheme === "basic");

const actions = { pull: "pull", push: "pull,push" } as const;

/** Ours, and of the challenge's those that name no repository (catalogues, plugins of some registries). */
function scopesOf({ repository, access }: Options, { scope = "" }: Realm, from: string | undefined): readonly string[] {
  const asked = scope.split(" ").filter((one) => one !== "" && !one.startsWith("repository:"));
  const own = [`repository:${repository}:${actions[access]}`];
  return [...new Set([...own, ...(from === undefined ? [] : [`repository:${from}:pull`]), ...asked])];
}

/** Without credentials one may still pull; a push would only fail later, and less clearly. */
async function lookFor({ find, registry, access, warn }: Options): Promise<Search> {
  const found = await find();
  if (found.credential !== undefined || found.failures.length === 0) return found;
  const message = `credentials for ${registry.host} could not be read: ${found.failures.join("; ")}`;
  const help = `mend it, or: docker login ${registry.host}`;
  if (access === "push") throw problem("registry/credentials", message, { help });
  warn(`${message}; pulling without them`, help);
  return found;
}
