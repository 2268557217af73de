import type { Address } from "../http/address.ts";
import type { Arguments } from "../options.ts";
import type { WgetOption } from "./options.ts";

/** The headers of a request: wget's own, unless --header says otherwise. */
export function requestHeaders(
  { host, port, scheme, user }: Address,
  args: Arguments<WgetOption>,
  { posts, login }: { readonly posts: boolean; readonly login: boolean },
): readonly (readonly [string, string])[] {
  const name = args.value("user") ?? user?.split(":")[0];
  const password = args.value("password") ?? user?.split(":")[1] ?? "";
  const usual: readonly (readonly [string, string | undefined])[] = [
    ["Host", `${host}${port === (scheme === "https" ? 443 : 80) ? "" : `:${port}`}`],
    ["User-Agent", args.value("userAgent") ?? "Wget/1.21.3"],
    ["Accept", "*/*"],
    ["Accept-Encoding", "identity"],
    ["Referer", args.value("referer")],
    ["Cache-Control", args.has("noCache") ? "no-cache" : undefined],
    ["Pragma", args.has("noCache") ? "no-cache" : undefined],
    [
      "Authorization",
      login && name !== undefined
        ? `Basic ${Buffer.from(`${name}:${password}`, "latin1").toString("base64")}`
        : undefined,
    ],
    ["Content-Type", posts ? "application/x-www-form-urlencoded" : undefined],
  ];
  const own = args
    .values("header")
    .map((line) => /^([^:]+):\s*(.*)$/s.exec(line))
    .filter((match) => match !== null);
  const names = new Set(own.map((match) => match[1]!.toLowerCase()));
  return [
    ...usual.flatMap(([key, text]) =>
      text === undefined || text === "" || names.has(key.toLowerCase()) ? [] : [[key, text] as const],
    ),
    ...own.map((match) => [match[1]!, match[2]!] as const),
  ];
}
