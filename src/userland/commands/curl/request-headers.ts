import { type Address, urlOf } from "../http/address.ts";
import type { Config } from "./config.ts";

/** The headers of a request: curl's own, unless -H says otherwise. `foreign`: no logins are sent there. */
export function requestHeaders(
  address: Address,
  { value, has, headers }: Config,
  { body, foreign }: { readonly body: string | undefined; readonly foreign: boolean },
): readonly (readonly [string, string])[] {
  const login = value("user") ?? address.user;
  const bearer = value("oauth2-bearer");
  const trusted = !foreign || has("location-trusted");
  const usual: readonly (readonly [string, string | undefined])[] = [
    ["Host", `${address.host}${/:[0-9]+$/.test(urlOf(address).split("/")[2]!) ? `:${address.port}` : ""}`],
    [
      "Authorization",
      trusted && bearer !== undefined ? `Bearer ${bearer}` : trusted && login !== undefined ? basic(login) : undefined,
    ],
    ["User-Agent", value("user-agent") ?? "curl/7.88.1"],
    ["Accept", "*/*"],
    ["Referer", value("referer")?.replace(/;auto$/, "")],
    ["Accept-Encoding", has("compressed") ? "deflate, gzip, br, zstd" : undefined],
    ["Content-Type", body === undefined ? undefined : "application/x-www-form-urlencoded"],
  ];
  const own = headers.map((line) => /^([^:;]+)([:;])\s*(.*)$/s.exec(line)).filter((match) => match !== null);
  const names = new Set(own.map((match) => match[1]!.trim().toLowerCase()));
  const secret = /^(?:authorization|cookie)$/i;
  return [
    ...usual.flatMap(([name, text]) =>
      text === undefined || text === "" || names.has(name.toLowerCase()) ? [] : [[name, text] as const],
    ),
    ...own.flatMap(([, name = "", sign, text = ""]) =>
      (sign === ":" && text === "") || (!trusted && secret.test(name))
        ? []
        : [[name.trim(), sign === ";" ? "" : text] as const],
    ),
  ];
}

const basic = (login: string): string =>
  `Basic ${Buffer.from(login.includes(":") ? login : `${login}:`, "latin1").toString("base64")}`;
