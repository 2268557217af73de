import { limits } from "../../limits.ts";
import { problem } from "./errors.ts";
import type { ImageConfig } from "./image.ts";
import { array, bad, digest, type JsonObject, object, parseObject, size, text, texts } from "./json.ts";

/**
 * Reads image-spec config.md. Every known field has the type that it must have; Go's `null` for
 * an empty list or map counts as absent where the type does not allow it. Unknown fields stay.
 * Throws `image/bad-json`, `image/too-large`, `image/unsupported`, `oci/bad-digest`.
 */
export function parseConfig(bytes: Uint8Array): ImageConfig {
  const given = parseObject(bytes, "the image config", limits.imageConfig);
  const platform = { os: text(given.os, "config.os"), architecture: text(given.architecture, "config.architecture") };
  if (platform.os === "unknown" || platform.os === "")
    throw problem("image/unsupported", "this is an attestation or another artifact, not a container image");
  for (const name of ["variant", "os.version", "created", "author"]) optional(given, name, text);
  optional(given, "config", runtime);
  optional(given, "history", history);
  return { ...withoutNulls(given), ...platform, rootfs: rootfs(given.rootfs) } as ImageConfig;
}

function rootfs(value: unknown): ImageConfig["rootfs"] {
  const given = object(value, "rootfs");
  if (given.type !== "layers") throw bad("rootfs.type", 'is not "layers"');
  const ids = array(given.diff_ids ?? [], "rootfs.diff_ids");
  return { type: "layers", diff_ids: ids.map((id, i) => digest(id, `rootfs.diff_ids[${i}]`)) };
}

function runtime(value: unknown, what: string): void {
  const given = object(value, what);
  for (const name of ["User", "WorkingDir", "StopSignal"]) optional(given, name, text);
  for (const name of ["Env", "Entrypoint", "Cmd", "Shell", "OnBuild"]) optional(given, name, list);
  for (const name of ["ExposedPorts", "Volumes"]) optional(given, name, set);
  optional(given, "Labels", texts);
  optional(given, "ArgsEscaped", flag);
  optional(given, "Healthcheck", healthcheck);
}

function healthcheck(value: unknown, what: string): void {
  const given = object(value, what);
  optional(given, "Test", list);
  for (const name of ["Interval", "Timeout", "StartPeriod", "StartInterval", "Retries"]) optional(given, name, size);
}

function history(value: unknown, what: string): void {
  array(value, what).forEach((entry, i) => {
    const given = object(entry, `${what}[${i}]`);
    for (const name of ["created", "created_by", "author", "comment"]) optional(given, name, text);
    optional(given, "empty_layer", flag);
  });
}

const list = (value: unknown, what: string): void =>
  array(value, what).forEach((item, i) => text(item, `${what}[${i}]`));

const set = (value: unknown, what: string): void => {
  for (const [key, inner] of Object.entries(object(value, what))) if (inner !== null) object(inner, `${what}.${key}`);
};

function flag(value: unknown, what: string): void {
  if (typeof value !== "boolean") throw bad(what, "is not true or false");
}

function optional(given: JsonObject, name: string, check: (value: unknown, what: string) => unknown): void {
  if (given[name] !== undefined && given[name] !== null) check(given[name], name);
}

/** null means something for Entrypoint, Cmd and OnBuild alone, where Go writes it for "none". */
function withoutNulls(given: JsonObject): JsonObject {
  const kept = Object.entries(given).filter(([, value]) => value !== null);
  const inner = given.config;
  if (typeof inner !== "object" || inner === null) return Object.fromEntries(kept);
  const nullable = ["Entrypoint", "Cmd", "OnBuild"];
  const config = Object.entries(inner).filter(([name, value]) => value !== null || nullable.includes(name));
  return { ...Object.fromEntries(kept), config: Object.fromEntries(config) };
}
