import { csvFields } from "../dockerfile/values/csv.ts";
import { DjibError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import type { CacheForm } from "../oci/cache/documents.ts";
import { isDigest } from "../oci/digest.ts";
import { parseReference, type Reference } from "../oci/reference.ts";
import { problem } from "./errors.ts";

/** One --cache-from. */
export type CacheFrom =
  | { readonly type: "registry"; readonly reference: Reference }
  /** `target` is a tag or a digest. */
  | { readonly type: "local"; readonly src: string; readonly target: string };

interface Sent {
  /** max: the layers of all steps; min: those of the image. */
  readonly mode: "min" | "max";
  readonly form: CacheForm;
  readonly ignoreError: boolean;
}

/** One --cache-to. */
export type CacheTo =
  | { readonly type: "inline" }
  | (Sent & { readonly type: "registry"; readonly reference: Reference })
  | (Sent & { readonly type: "local"; readonly dest: string; readonly tag: string; readonly reset: boolean });

const sentKeys = [
  "mode",
  "image-manifest",
  "oci-mediatypes",
  "compression",
  "compression-level",
  "force-compression",
  "ignore-error",
];
const fromKeys = { registry: ["ref"], local: ["src", "tag", "digest"] };
const toKeys = {
  registry: ["ref", ...sentKeys],
  local: ["dest", "tag", "reset", ...sentKeys],
  inline: ["mode"],
};

/** buildx's grammar (util/buildflags/cache.go): `type=…,key=value…` in CSV, or names of images alone. Throws `usage/bad-value`. */
export function parseCacheFrom(text: string): readonly CacheFrom[] {
  return readEntries("--cache-from", text).map((entry) => {
    const type = typeOf(entry, fromKeys);
    if (type === "registry") return { type, reference: referenceOf(entry) };
    const digest = entry.fields.get("digest");
    if (digest !== undefined && !isDigest(digest)) throw bad(entry, `digest=${digest} is not a sha256 digest`);
    return { type, src: needed(entry, "src"), target: digest ?? entry.fields.get("tag") ?? "latest" };
  });
}

/** The same for --cache-to. */
export function parseCacheTo(text: string): readonly CacheTo[] {
  return readEntries("--cache-to", text).map((entry) => {
    const type = typeOf(entry, toKeys);
    const mode = modeOf(entry);
    if (type === "inline") {
      if (mode === "max") throw bad(entry, "an image holds the cache of its own layers alone", "use type=registry");
      return { type };
    }
    const sent = { mode, form: formOf(entry), ignoreError: flag(entry, "ignore-error", false) };
    refuseCompression(entry);
    if (type === "registry") return { type, reference: referenceOf(entry), ...sent };
    const tag = entry.fields.get("tag") ?? "latest";
    return { type, dest: needed(entry, "dest"), tag, reset: flag(entry, "reset", false), ...sent };
  });
}

interface Entry {
  readonly name: string;
  readonly text: string;
  readonly fields: ReadonlyMap<string, string>;
}

function readEntries(name: string, text: string): readonly Entry[] {
  const fields = fieldsOf(name, text);
  if (!fields.some((field) => field.includes("=")))
    return fields.map((ref) => ({ name, text, fields: new Map(Object.entries({ type: "registry", ref })) }));
  const pairs = fields.map((field): [string, string] => {
    const equals = field.indexOf("=");
    if (equals < 1) throw bad({ name, text }, `${JSON.stringify(field)} is not key=value`);
    return [field.slice(0, equals).trim().toLowerCase(), field.slice(equals + 1)];
  });
  return [{ name, text, fields: new Map(pairs) }];
}

function fieldsOf(name: string, text: string): readonly string[] {
  try {
    return csvFields(text, { source: { name, text }, line: 1, column: 1 }).map((field) => field.text);
  } catch (error) {
    throw error instanceof DjibError ? bad({ name, text }, error.message) : error;
  }
}

/** The type, and that every key is one of its own. */
function typeOf<Type extends string>(entry: Entry, keys: Readonly<Record<Type, readonly string[]>>): Type {
  const type = entry.fields.get("type");
  if (type === undefined) throw bad(entry, "type= is missing", `it is one of ${Object.keys(keys).join(", ")}`);
  if (!Object.hasOwn(keys, type)) throw unknownType(entry, type, Object.keys(keys));
  const known = ["type", ...keys[type as Type]];
  for (const key of entry.fields.keys()) if (!known.includes(key)) throw unknownKey(entry, key, known);
  return type as Type;
}

const services: Readonly<Record<string, string>> = { gha: "GitHub's", s3: "Amazon's", azblob: "Microsoft's" };

function unknownType(entry: Entry, type: string, types: readonly string[]) {
  const service = Object.hasOwn(services, type) ? services[type] : undefined;
  const help = "type=registry keeps a cache beside the image, in any registry";
  if (service !== undefined)
    return bad(entry, `type=${type} speaks with ${service} own service, which djib does not`, help);
  if (type === "inline")
    return bad(entry, "type=inline is for --cache-to", "name the image: --cache-from type=registry,ref=…");
  const near = nearest(type, types);
  return bad(
    entry,
    `type is one of ${types.join(", ")}`,
    near === undefined ? undefined : `did you mean type=${near}?`,
  );
}

function unknownKey(entry: Entry, key: string, known: readonly string[]) {
  if (key === "registry.insecure")
    return bad(entry, `${key} is set for a registry, not for a cache`, "use DJIB_INSECURE_REGISTRIES=host:port");
  const near = nearest(key, known);
  const help = near === undefined ? `there are ${known.join(", ")}` : `did you mean ${near}?`;
  return bad(entry, `there is no ${key} for type=${entry.fields.get("type")}`, help);
}

function needed(entry: Entry, key: string): string {
  const value = entry.fields.get(key);
  if (value !== undefined && value !== "") return value;
  throw bad(entry, `${key}= is missing`);
}

function referenceOf(entry: Entry): Reference {
  const text = needed(entry, "ref");
  try {
    return parseReference(text);
  } catch (error) {
    throw error instanceof DjibError ? bad(entry, error.message) : error;
  }
}

function modeOf(entry: Entry): "min" | "max" {
  const mode = entry.fields.get("mode") ?? "min";
  if (mode === "min" || mode === "max") return mode;
  throw bad(entry, `mode=${mode} is neither min nor max`);
}

/** BuildKit's defaults and its one condition (cache/remotecache/registry, NewExportableCache). */
function formOf(entry: Entry): CacheForm {
  const oci = flag(entry, "oci-mediatypes", true);
  const manifest = flag(entry, "image-manifest", oci);
  if (manifest && !oci) throw bad(entry, "image-manifest=true needs oci-mediatypes=true");
  return { manifest, family: oci ? "oci" : "docker" };
}

/** `force-compression` says what holds anyway: every layer of a cache is compressed in the same way. */
function refuseCompression(entry: Entry): void {
  flag(entry, "force-compression", false);
  const [compression, level] = [entry.fields.get("compression") ?? "gzip", entry.fields.get("compression-level")];
  const why = "djib compresses by gzip, in one way that gives the same bytes on every machine";
  if (compression !== "gzip") throw bad(entry, `compression=${compression}: ${why}`);
  if (level !== undefined) throw bad(entry, `compression-level=${level}: ${why}`);
}

/** strconv.ParseBool. */
function flag(entry: Entry, key: string, standard: boolean): boolean {
  const value = entry.fields.get(key);
  if (value === undefined) return standard;
  if (/^(?:1|t|T|TRUE|true|True)$/.test(value)) return true;
  if (/^(?:0|f|F|FALSE|false|False)$/.test(value)) return false;
  throw bad(entry, `${key}=${value} is neither true nor false`);
}

const bad = ({ name, text }: Pick<Entry, "name" | "text">, why: string, help?: string) =>
  problem("usage/bad-value", `${name} ${text}: ${why}`, {
    exitCode: 2,
    help: help ?? `for example ${name} type=registry,ref=registry.example.com/shop:cache`,
  });
