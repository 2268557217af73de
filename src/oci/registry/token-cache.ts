import type { Token } from "./token.ts";

export interface TokenCache {
  /** A token for these scopes that is not over; of several who need a new one, the first fetches it for all. */
  get(scopes: readonly string[], fetch: () => Promise<Token>): Promise<string>;
  /** A registry refused this token before its time. */
  forget(value: string): void;
}

export function tokenCache(now: () => Date): TokenCache {
  const held = new Map<string, Token>();
  const running = new Map<string, Promise<Token>>();

  async function renew(key: string, fetch: () => Promise<Token>): Promise<Token> {
    try {
      const token = await fetch();
      held.set(key, token);
      return token;
    } finally {
      running.delete(key);
    }
  }

  return {
    async get(scopes, fetch) {
      const key = scopes.join(" ");
      const known = held.get(key);
      if (known !== undefined && known.expires > now().getTime()) return known.value;
      const renewal = running.get(key) ?? renew(key, fetch);
      running.set(key, renewal);
      return (await renewal).value;
    },
    forget(value) {
      for (const [key, token] of held) if (token.value === value) held.delete(key);
    },
  };
}
