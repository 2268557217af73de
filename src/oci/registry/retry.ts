import { setTimeout as sleep } from "node:timers/promises";
import type { Ctx } from "../../ctx.ts";
import { limits } from "../../limits.ts";

/** Answers that another try may change. */
export const isTransient = (status: number): boolean =>
  status === 429 || status === 408 || (status >= 500 && status !== 501);

/** Seconds or an HTTP date (RFC 9110, 10.2.3), in milliseconds from now; undefined where it is neither. */
export function parseRetryAfter(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*[0-9]{1,9}\s*$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}

/**
 * How long to wait before try `attempt` (from 1): what the server asks and up to half as much
 * again, else exponential with full jitter. undefined: longer than djib waits.
 */
export function delayBefore(attempt: number, asked: number | undefined): number | undefined {
  if (asked !== undefined && asked > limits.registryRetryAfterMs) return undefined;
  if (asked !== undefined) return asked + Math.random() * (asked / 2 + 50);
  return Math.random() * Math.min(limits.registryRetryAfterMs, 200 * 2 ** attempt);
}

/** Waits, or rejects with the signal's reason. */
export const pause = (milliseconds: number, { signal }: Pick<Ctx, "signal">): Promise<void> =>
  sleep(milliseconds, undefined, { signal });

const hopeless = new Set(["ENOTFOUND", "ECONNREFUSED", "EACCES", "EPROTO"]);
const passing =
  /^(?:ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_(?:SOCKET|.*TIMEOUT|ABORTED|REQ_CONTENT))/;

/** A failure of the connection that another try may not meet: resets and time-outs, not refusals or certificates. */
export function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && !hopeless.has(code) && passing.test(code);
}

/** The code of an error or of what caused it. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return codeOf(error.cause);
}
