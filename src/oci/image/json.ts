import { type Digest, isDigest, parseDigest } from "../digest.ts";
import { problem } from "./errors.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** Deeper than any honest document; what recurses over JSON relies on it. */
const maxDepth = 64;

/**
 * Reads an object from bytes of whatever origin. `what` names the document in messages. Throws
 * `image/too-large` beyond `limit` bytes, `image/bad-json` for anything but a JSON object in UTF-8.
 */
export function parseObject(bytes: Uint8Array, what: string, limit: number): JsonObject {
  if (bytes.length > limit)
    throw problem("image/too-large", `${what} has ${bytes.length} bytes; at most ${limit} are accepted`);
  const value = parse(bytes, what);
  if (nesting(value) > maxDepth) throw bad(what, `is nested deeper than ${maxDepth} levels`);
  return object(value, what);
}

function parse(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (cause) {
    throw problem("image/bad-json", `${what} is not JSON`, { cause });
  }
}

function nesting(value: unknown, depth = 1): number {
  if (typeof value !== "object" || value === null || depth > maxDepth) return depth;
  return Object.values(value).reduce<number>((most, inner) => Math.max(most, nesting(inner, depth + 1)), depth);
}

export const bad = (what: string, why: string) => problem("image/bad-json", `${what} ${why}`);

export function object(value: unknown, what: string): JsonObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw bad(what, "is not an object");
}

export function array(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw bad(what, "is not a list");
}

export function text(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw bad(what, "is not a string");
}

/** A count of bytes or nanoseconds: an integer that is not negative (umoci 0.5.1) and loses no digit. */
export function size(value: unknown, what: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw bad(what, "is not a whole number from zero on");
}

export function digest(value: unknown, what: string): Digest {
  if (value === undefined) throw bad(what, "is missing");
  return isDigest(value) ? value : parseDigest(value);
}

/** An optional object of strings; Go's `null` for an empty map counts as absent. */
export function texts(value: unknown, what: string): Readonly<Record<string, string>> | undefined {
  if (value === undefined || value === null) return undefined;
  const given = object(value, what);
  for (const [key, inner] of Object.entries(given)) text(inner, `${what}.${key}`);
  return given as Readonly<Record<string, string>>;
}

/**
 * JSON in one form alone: keys in order of their code units, no blanks, `undefined` left out, so
 * that equal values have equal digests however they were put together.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((inner) => canonical(inner ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(",")}}`;
}
