import type { DjibError } from "../../errors.ts";
import type { Host } from "../../host.ts";
import { problem } from "./errors.ts";
import { proxyFor } from "./proxy.ts";
import { codeOf } from "./retry.ts";

const words: Readonly<Record<string, string>> = {
  ENOTFOUND: "its name does not resolve",
  EAI_AGAIN: "its name could not be resolved now",
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was reset",
  EPROTO: "it does not speak TLS",
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak TLS",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "it does not speak TLS",
  UND_ERR_CONNECT_TIMEOUT: "no connection in time",
  UND_ERR_HEADERS_TIMEOUT: "no answer in time",
  UND_ERR_BODY_TIMEOUT: "the answer stopped",
  UND_ERR_SOCKET: "the connection was closed",
};

const certificateCode = /^(?:CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_CERT|ERR_SSL_TLSV1_ALERT)/;

const noTls = /^(?:EPROTO|ERR_SSL_(?:WRONG_VERSION|PACKET_LENGTH|HTTP_REQUEST))/;

/** The other side met TLS with something else, or hung up on it: where plain HTTP is allowed it is tried next. */
export function maySpeakPlain(error: unknown): boolean {
  const code = codeOf(error) ?? "";
  return noTls.test(code) || code === "ECONNRESET";
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 300);

/** `registry/unreachable` with the reason in plain words and what to do about it. */
export function unreachable(url: URL, cause: unknown, host: Host): DjibError {
  const code = codeOf(cause) ?? "";
  const proxy = proxyFor(url, host.env);
  const reason = words[code] ?? messageOf(cause);
  const through = proxy === undefined ? "" : ` through the proxy ${proxy.host}`;
  return problem("registry/unreachable", `cannot reach ${url.host}${through}: ${reason}`, {
    help: helpFor(code, url, proxy),
    cause,
  });
}

function helpFor(code: string, url: URL, proxy: URL | undefined): string {
  if (certificateCode.test(code))
    return `its certificate is not trusted; put the authority's certificate into ~/.docker/certs.d/${url.host}/ca.crt or name it in SSL_CERT_FILE`;
  if (noTls.test(code)) return `if ${url.host} serves plain HTTP, name it in DJIB_INSECURE_REGISTRIES`;
  if (proxy !== undefined) return "check HTTPS_PROXY, HTTP_PROXY and NO_PROXY";
  return "check the name, the network and the proxy settings (HTTPS_PROXY, NO_PROXY)";
}
