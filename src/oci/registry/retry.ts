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

/** Whether the server asks to wait longer than djib does. */
export const isTooLong = (asked: number | undefined): boolean =>
  asked !== undefined && asked > limits.registryRetryAfterMs;

/**
 * Milliseconds to wait after failure `attempt` (from 1): what the server asks and up to half as
 * much again, else exponential with full jitter.
 */
export type Backoff = (attempt: number, asked?: number) => number;

/** `first` is the longest wait after the first failure. */
export const backoff =
  (first: number): Backoff =>
  (attempt, asked) =>
    asked === undefined
      ? Math.random() * Math.min(limits.registryRetryAfterMs, first * 2 ** (attempt - 1))
      : asked + Math.random() * (asked / 2 + 50);

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
