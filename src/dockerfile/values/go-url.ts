import { isIPv6 } from "node:net";

/** An address as Go's net/url reads it, which is not as browsers do: no dots are resolved, no host is changed. */
export interface GoUrl {
  /** Lower case. */
  readonly scheme: string;
  /** Escaped, as it goes back into an address: `user` or `user:password`. */
  readonly user: string | undefined;
  readonly host: string;
  /** Unescaped. */
  readonly path: string;
  /** Escaped. */
  readonly escapedPath: string;
  /** Values by name in their order; pairs that cannot be read are left out. */
  readonly query: ReadonlyMap<string, readonly string[]>;
  /** Unescaped. */
  readonly fragment: string;
}

/** Characters that need no escape beside letters, digits and -_.~, by the part of the address. */
const allowed = {
  path: "$&+,/:;=@",
  user: "$&+,;=",
  host: "!$&'()*+,;=:[]<>\"",
  fragment: "$&+,/:;=?@!()*",
} as const;

type Part = keyof typeof allowed;

const isPlain = (character: string, part: Part): boolean =>
  /[A-Za-z0-9_.~-]/.test(character) || allowed[part].includes(character);

const escape = (text: string, part: Part): string =>
  text.replaceAll(/[^]/g, (character) =>
    isPlain(character, part) ? character : `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );

/** undefined where a % is not followed by two hex digits. */
const unescape = (text: string): string | undefined =>
  /%(?![0-9a-fA-F]{2})/.test(text)
    ? undefined
    : text.replaceAll(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const bytes = (text: string): string => Buffer.from(text, "utf8").toString("latin1");
const text = (bytes: string): string => Buffer.from(bytes, "latin1").toString("utf8");

/** Reads `scheme://authority/path?query#fragment` as url.Parse does; undefined where that gives an error. */
export function parseGoUrl(address: string): GoUrl | undefined {
  const parts = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(bytes(address));
  if (parts === null || /^[^#]*[\0-\x1f\x7f]/.test(address)) return undefined;
  const [, scheme = "", authority = "", rawPath = "", rawQuery = "", rawFragment = ""] = parts;
  const at = authority.lastIndexOf("@");
  const user = at < 0 ? undefined : userOf(authority.slice(0, at));
  const host = hostOf(authority.slice(at + 1), scheme.toLowerCase());
  const [path, fragment] = [unescape(rawPath), unescape(rawFragment)];
  if (host === undefined || path === undefined || fragment === undefined || (at >= 0 && user === undefined))
    return undefined;
  return {
    scheme: scheme.toLowerCase(),
    user,
    host: text(host),
    path: text(path),
    escapedPath: /^[A-Za-z0-9_.~!$&'()*+,;=:@[\]%/-]*$/.test(rawPath) ? rawPath : escape(path, "path"),
    query: parseGoQuery(text(rawQuery)).values,
    fragment: text(fragment),
  };
}

function userOf(raw: string): string | undefined {
  if (!/^[A-Za-z0-9._:~!$&'()*+,;=%@-]*$/.test(raw)) return undefined;
  const colon = raw.indexOf(":");
  const name = unescape(colon < 0 ? raw : raw.slice(0, colon));
  const password = colon < 0 ? "" : unescape(raw.slice(colon + 1));
  if (name === undefined || password === undefined) return undefined;
  return escape(name, "user") + (colon < 0 ? "" : `:${escape(password, "user")}`);
}

/** Escaped again; only bytes beyond ASCII may come escaped. A zone of an IPv6 address is not read. */
function hostOf(raw: string, scheme: string): string | undefined {
  const [, name = raw, port] = /^(\[.*\]|[^:]*)(:.*)?$/s.exec(raw) ?? [];
  const lenient = scheme === "http" || scheme === "https" ? port : raw.slice(raw.lastIndexOf(":"));
  const digits = raw.startsWith("[") || !raw.includes(":") ? port : lenient;
  if (digits !== undefined && !/^:[0-9]*$/.test(digits)) return undefined;
  if (name.startsWith("[") ? !isIPv6(name.slice(1, -1)) : raw.includes("[")) return undefined;
  if (/%(?![89a-fA-F][0-9a-fA-F])/.test(raw)) return undefined;
  const host = unescape(raw)!;
  if (Array.from(host).some((character) => character < "\x80" && !isPlain(character, "host"))) return undefined;
  return escape(host, "host");
}

/** url.ParseQuery: values by name, and whether any pair could not be read; those are left out. */
export function parseGoQuery(query: string): { readonly values: GoUrl["query"]; readonly bad: boolean } {
  const values = new Map<string, string[]>();
  let bad = false;
  for (const pair of query.split("&").filter((pair) => pair !== "")) {
    const equals = pair.indexOf("=");
    const part = (raw: string) => unescape(bytes(raw.replaceAll("+", " ")));
    const key = part(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? "" : part(pair.slice(equals + 1));
    if (key === undefined || value === undefined || pair.includes(";")) bad = true;
    else {
      const name = text(key);
      const known = values.get(name);
      if (known === undefined) values.set(name, [text(value)]);
      else known.push(text(value));
    }
  }
  return { values, bad };
}
