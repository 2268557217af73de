import { NetworkError } from "../../kernel/machine.ts";
import type { Address } from "../http/address.ts";
import { Failure } from "./failure.ts";

/** What curl says of a request that failed; anything but a `NetworkError` as it is. */
export function failureOf(error: unknown, { host, port }: Address, elapsed: number): unknown {
  if (!(error instanceof NetworkError)) return error;
  switch (error.kind) {
    case "resolve":
      return new Failure(6, `Could not resolve host: ${host}`, "timeout");
    case "proxy":
      return new Failure(5, "Could not resolve proxy", "timeout");
    case "connect":
      return new Failure(
        7,
        `Failed to connect to ${host} port ${port} after ${elapsed} ms: Couldn't connect to server`,
        "refused",
      );
    case "timeout":
      return new Failure(28, `Connection timeout after ${elapsed} ms`, "timeout");
    case "certificate":
      return new Failure(60, `SSL certificate problem: ${certificateProblem(error.message)}`);
    default:
      return /other side closed|ECONNRESET|UND_ERR_SOCKET/.test(error.message)
        ? new Failure(52, "Empty reply from server")
        : new Failure(35, `TLS connect error: ${error.message}`);
  }
}

/** OpenSSL's words, of Node's codes. */
function certificateProblem(message: string): string {
  const words: readonly (readonly [RegExp, string])[] = [
    [/DEPTH_ZERO_SELF_SIGNED/, "self-signed certificate"],
    [/SELF_SIGNED_CERT_IN_CHAIN/, "self-signed certificate in certificate chain"],
    [/CERT_HAS_EXPIRED/, "certificate has expired"],
    [/CERT_NOT_YET_VALID/, "certificate is not yet valid"],
  ];
  return words.find(([code]) => code.test(message))?.[1] ?? "unable to get local issuer certificate";
}
