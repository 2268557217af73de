/** An http(s) or file address as a command line has it. Latin1. */
export interface Address {
  readonly scheme: string;
  readonly user: string | undefined;
  readonly host: string;
  readonly port: number;
  /** With its query, as it is sent. */
  readonly path: string;
}

const ports: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** undefined for what is none. Without a scheme it is http. */
export function parseAddress(text: string): Address | undefined {
  const match =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:([^/?#]*)@)?(\[[0-9a-f:.]+\]|[^/?#:@[\]]*)(?::([0-9]{0,5}))?([/?#].*)?$/is.exec(
      text,
    );
  if (match === null || /[\0-\x20\x7f]/.test(text)) return undefined;
  const [, scheme = "http", user, host = "", port = "", rest = ""] = match;
  const lower = scheme.toLowerCase();
  if (host === "" && lower !== "file") return undefined;
  const number = port === "" ? (ports[lower] ?? 0) : Number(port);
  if (number > 65_535) return undefined;
  const plain = rest.replace(/#.*$/s, "");
  return {
    scheme: lower,
    user,
    host: host.toLowerCase(),
    port: number,
    path: withoutDots(plain.startsWith("/") ? plain : `/${plain}`),
  };
}

/** RFC 3986 section 5.2.4, for the path alone. */
function withoutDots(path: string): string {
  const [, before = "", query = ""] = /^([^?]*)(.*)$/s.exec(path)!;
  const parts: string[] = [];
  const all = before.split("/").slice(1);
  all.forEach((part, index) => {
    const last = index === all.length - 1;
    if (part === "..") parts.pop();
    if (part !== "." && part !== "..") parts.push(part);
    else if (last) parts.push("");
  });
  return `/${parts.join("/")}${query}`;
}

export const originOf = ({ scheme, host, port }: Address): string =>
  `${scheme}://${host}${port === ports[scheme] ? "" : `:${port}`}`;

export const urlOf = (address: Address): string => originOf(address) + address.path;

/** Where a Location leads, seen from an address; undefined for what is none. */
export function resolved(location: string, from: Address): Address | undefined {
  const text = location.trim().replaceAll(" ", "%20");
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return /^[a-z]+:\/\//i.test(text) ? parseAddress(text) : undefined;
  if (text.startsWith("//")) return parseAddress(`${from.scheme}:${text}`);
  const origin = originOf(from);
  if (text.startsWith("/")) return parseAddress(origin + text);
  const path = from.path.replace(/\?.*$/s, "");
  return parseAddress(origin + (/^[?]/.test(text) ? path : path.replace(/[^/]*$/, "")) + text);
}

export const sameSite = (a: Address, b: Address): boolean =>
  a.host === b.host && a.port === b.port && a.scheme === b.scheme;
