import type { Platform } from "../../oci/platform.ts";

/** What the processes of one RUN share, and what they may know of the world. */
export interface Machine {
  readonly platform: Platform;
  /** Nanoseconds since 1970. */
  now(): bigint;
  readonly hostname: string;
  /** Processors that may be used. */
  readonly cpus: number;
  /** undefined where the RUN has no network. */
  readonly network: Network | undefined;
  randomBytes(count: number): Uint8Array;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: AsyncIterable<Uint8Array> | Uint8Array | undefined;
  /** Certificates of servers are not checked (curl -k). */
  readonly insecure?: boolean;
  /** PEM, instead of the usual roots. */
  readonly roots?: string | undefined;
  /** As the program's own settings and environment say: "http://user:password@host:port". */
  readonly proxy?: string | undefined;
  /** Milliseconds until a connection must be there; undefined: as long as it takes. */
  readonly connectTimeout?: number | undefined;
  /** The oldest TLS that will do: "TLSv1.2". */
  readonly tls?: "TLSv1.2" | "TLSv1.3" | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: AsyncIterable<Uint8Array>;
}

/** The network as programs get it. One request, one answer: redirects are the program's. */
export interface Network {
  /** Rejects with `NetworkError`. */
  request(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse>;
}

/** Why no answer came, in terms a program has an exit status for. */
export class NetworkError extends Error {
  readonly kind: "resolve" | "connect" | "timeout" | "certificate" | "proxy" | "broken";

  constructor(kind: NetworkError["kind"], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "NetworkError";
    this.kind = kind;
  }
}
