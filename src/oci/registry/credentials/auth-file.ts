import type { Secret } from "./credential.ts";

/** docker's config.json or containers' auth.json, as far as credentials go. Keys are `registryKey`s. */
export interface AuthFile {
  readonly auths: ReadonlyMap<string, Secret>;
  readonly helpers: ReadonlyMap<string, string>;
  /** Helper for every registry that has none of its own. */
  readonly store?: string;
}

const hub = new Set(["index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"]);

/** `https://index.docker.io/v1/` and `docker.io` are one key; a path that is no API version stays (auth.json). */
export function registryKey(written: string): string {
  const plain = written.replace(/^https?:\/\//i, "").replace(/\/+$/, "");
  const [host = "", ...path] = plain.split("/");
  const kept = /^v[12]$/.test(path[0] ?? "") ? [] : path;
  return [hub.has(host) ? "docker.io" : host, ...kept].join("/");
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** username and password, or base64 of `username:password`; docker pads the latter with NULs at times. */
function secretOf(entry: unknown): Secret | undefined {
  if (!isObject(entry)) return undefined;
  const identity = text(entry["identitytoken"]);
  if (identity !== undefined) return { kind: "identity", token: identity };
  const bearer = text(entry["registrytoken"]);
  if (bearer !== undefined) return { kind: "bearer", token: bearer };
  const decoded = Buffer.from(text(entry["auth"]) ?? "", "base64")
    .toString("utf8")
    .replace(/\0+$/, "");
  const colon = decoded.indexOf(":");
  const username = colon > 0 ? decoded.slice(0, colon) : text(entry["username"]);
  const password = colon > 0 ? decoded.slice(colon + 1) : text(entry["password"]);
  return username === undefined || password === undefined ? undefined : { kind: "password", username, password };
}

function entries<Value>(fields: unknown, read: (value: unknown) => Value | undefined): Map<string, Value> {
  const found = new Map<string, Value>();
  for (const [key, value] of Object.entries(isObject(fields) ? fields : {})) {
    const taken = read(value);
    if (taken !== undefined) found.set(registryKey(key), taken);
  }
  return found;
}

/** Throws SyntaxError for what is not a JSON object; entries of a wrong shape are passed over. */
export function parseAuthFile(json: string): AuthFile {
  const file: unknown = JSON.parse(json);
  if (!isObject(file)) throw new SyntaxError("not a JSON object");
  const store = text(file["credsStore"]);
  return {
    auths: entries(file["auths"], secretOf),
    helpers: entries(file["credHelpers"], text),
    ...(store === undefined ? {} : { store }),
  };
}

/** The keys under which a repository's credentials may be, longest first (containers-auth.json(5)). */
export function keysFor(domain: string, repository: string): readonly string[] {
  const segments = [registryKey(domain), ...repository.split("/")];
  return segments.map((_, index) => segments.slice(0, segments.length - index).join("/"));
}
