import { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import type { Ctx } from "../../ctx.ts";
import { DjibError } from "../../errors.ts";
import type { Host } from "../../host.ts";
import { limits } from "../../limits.ts";
import { dispatchers, type Route } from "./dispatcher.ts";
import { problem } from "./errors.ts";
import { type Backoff, isPassing, isTooLong, isTransient, parseRetryAfter, pause } from "./retry.ts";
import { unreachable } from "./unreachable.ts";

export interface Request extends Route {
  readonly method: "GET" | "HEAD" | "POST" | "PATCH" | "PUT";
  readonly headers?: Readonly<Record<string, string>>;
  /** A function is called anew for each try. */
  readonly body?: Uint8Array | (() => AsyncIterable<Uint8Array>);
  /** false: the caller deals with failures itself, as uploads do that ask for their offset. */
  readonly retry?: boolean;
}

/** An answer of any status. Its body is read, or thrown away, exactly once. */
export interface Answer {
  readonly status: number;
  readonly url: URL;
  header(name: string): string | undefined;
  readonly body: AsyncIterable<Uint8Array>;
  /** The whole body; `registry/bad-answer` beyond `limit` bytes. */
  bytes(limit: number): Promise<Uint8Array>;
  discard(): Promise<void>;
}

/**
 * One HTTP request at a time, without redirects or credentials. 429 (as Retry-After says), 5xx
 * and broken connections are tried again, `limits.registryAttempts` in all; the last answer is
 * returned whatever its status. No connection: `registry/unreachable`.
 */
export type Transport = (request: Request, ctx: Ctx) => Promise<Answer>;

export function openTransport(host: Host, userAgent: string, backoff: Backoff): Transport {
  const dispatcherOf = dispatchers(host);

  async function once(request: Request, { signal }: Ctx): Promise<Answer> {
    const dispatcher = await dispatcherOf(request);
    const { body } = request;
    const answer = await dispatcher.request({
      origin: request.url.origin,
      path: request.url.pathname + request.url.search,
      method: request.method,
      headers: { "user-agent": userAgent, ...request.headers },
      body: typeof body === "function" ? Readable.from(body(), { objectMode: false }) : (body ?? null),
      signal,
    });
    return answerOf(answer, request.url, host);
  }

  return async (request, ctx) => {
    for (let attempt = 1; ; attempt++) {
      const last = request.retry === false || attempt >= limits.registryAttempts;
      let asked: number | undefined;
      try {
        const answer = await once(request, ctx);
        if (last || !isTransient(answer.status)) return answer;
        asked = parseRetryAfter(answer.header("retry-after"), host.now());
        if (isTooLong(asked)) return answer;
        await answer.discard();
      } catch (error) {
        ctx.signal.throwIfAborted();
        if (error instanceof DjibError) throw error;
        if (last || !isPassing(error)) throw unreachable(request.url, error, host);
      }
      const delay = backoff(attempt, asked);
      if (asked !== undefined && delay >= 2000) warnOfWait(delay, request.url, ctx);
      await pause(delay, ctx);
    }
  };
}

const warnOfWait = (delay: number, { host }: URL, { emit }: Ctx): void =>
  emit({
    type: "warning",
    code: "registry/rate-limited",
    message: `${host} asks to wait ${Math.ceil(delay / 1000)} s`,
  });

async function collect(body: AsyncIterable<Uint8Array>, limit: number, url: URL): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit)
      throw problem("registry/bad-answer", `${url.host} sent more than ${limit} bytes where less is due`, {
        detail: [url.origin + url.pathname],
      });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function answerOf({ statusCode, headers, body }: Dispatcher.ResponseData, url: URL, host: Host): Answer {
  return {
    status: statusCode,
    url,
    header(name) {
      const value = headers[name];
      return Array.isArray(value) ? value.join(", ") : value;
    },
    body,
    bytes: (limit) =>
      collect(body, limit, url).catch((error: unknown) => {
        throw error instanceof DjibError ? error : unreachable(url, error, host);
      }),
    discard: () => body.dump({ limit: limits.errorBody }),
  };
}
