import { limits } from "../../limits.ts";
import type { Descriptor } from "../blob.ts";
import type { Family } from "../media-types.ts";
import type { Platform } from "../platform.ts";
import { problem } from "./errors.ts";
import { array, bad, digest, type JsonObject, object, parseObject, size, text, texts } from "./json.ts";
import { isLayer, mediaTypeOf, roleOf, unsupported } from "./media.ts";

/** image-spec manifest.md, Docker's image manifest v2 schema 2. Media types are of one family. */
export interface Manifest {
  readonly kind: "manifest";
  readonly family: Family;
  readonly mediaType: string;
  readonly config: Descriptor;
  /** Bottom first. */
  readonly layers: readonly Descriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}

/** image-spec image-index.md, Docker's manifest list. Descriptors as they stand. */
export interface ManifestIndex {
  readonly kind: "index";
  readonly family: Family;
  readonly mediaType: string;
  readonly manifests: readonly Descriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * Reads what a reference leads to. `announced` is the media type by which the bytes came
 * (descriptor or Content-Type, without parameters); absent, the document's own counts. Throws
 * `image/bad-json`, `image/too-large`, `image/ambiguous`, `image/unsupported`, `oci/bad-digest`.
 * Some builders wrote layers of the other family into a manifest; they are taken by the manifest's.
 */
export function parseArtifact(bytes: Uint8Array, announced?: string): Manifest | ManifestIndex {
  const document = parseObject(bytes, "the manifest", limits.manifest);
  const { family, role, mediaType } = kindOf(document, announced);
  const annotations = texts(document.annotations, "annotations");
  const common = { family, mediaType, ...(annotations === undefined ? {} : { annotations }) };
  if (role === "index") {
    const manifests = array(document.manifests ?? [], "manifests");
    return { kind: "index", ...common, manifests: manifests.map((entry, i) => descriptor(entry, `manifests[${i}]`)) };
  }
  return { kind: "manifest", ...common, config: config(document, family), layers: layers(document, family) };
}

/** As parseArtifact, where only an image's manifest will do. */
export function parseManifest(bytes: Uint8Array, announced?: string): Manifest {
  const found = parseArtifact(bytes, announced);
  if (found.kind === "manifest") return found;
  throw problem("image/ambiguous", "an index stands where the manifest of one image is expected");
}

function kindOf(document: JsonObject, announced: string | undefined) {
  const own = document.mediaType === undefined ? undefined : text(document.mediaType, "mediaType");
  if (document.schemaVersion === 1) throw unsupported("application/vnd.docker.distribution.manifest.v1+json");
  if (document.schemaVersion !== 2) throw bad("schemaVersion", "is not 2");
  if (own !== undefined && announced !== undefined && own !== announced)
    throw ambiguous(`it came as ${announced} and calls itself ${own}`);
  const mediaType = own ?? announced ?? guess(document);
  const known = roleOf(mediaType);
  if (known?.role !== "manifest" && known?.role !== "index") throw unsupported(mediaType);
  const foreign = known.role === "index" ? ["config", "layers", "fslayers"] : ["manifests", "fslayers"];
  refuseFields(document, foreign);
  return { ...known, mediaType };
}

/** OCI lets the field be absent; only then do the other fields tell. */
function guess(document: JsonObject): string {
  if (document.manifests !== undefined) return mediaTypeOf("oci", "index");
  const config = object(document.config, "config");
  return mediaTypeOf(roleOf(text(config.mediaType, "config.mediaType"))?.family ?? "oci", "manifest");
}

/** CVE-2021-41190. Go reads field names in any case, so another case of a known name is as bad. */
function refuseFields(document: JsonObject, foreign: readonly string[]): void {
  const known = ["schemaVersion", "mediaType", "config", "layers", "manifests", "annotations"];
  for (const key of Object.keys(document)) {
    if (foreign.includes(key.toLowerCase())) throw ambiguous(`it has the field ${JSON.stringify(key)} too`);
    if (known.some((name) => name !== key && name.toLowerCase() === key.toLowerCase()))
      throw ambiguous(`it has the field ${JSON.stringify(key)}, which some tools take for another`);
  }
}

const ambiguous = (why: string) =>
  problem("image/ambiguous", `the manifest can be read in two ways: ${why}`, {
    help: "push the image again with a current tool, or take another base image",
  });

function config(document: JsonObject, family: Family): Descriptor {
  const found = descriptor(document.config, "config");
  if (document.artifactType !== undefined && roleOf(found.mediaType) === undefined)
    throw unsupported(text(document.artifactType, "artifactType"));
  if (roleOf(found.mediaType)?.role !== "config") throw unsupported(found.mediaType);
  return { ...found, mediaType: mediaTypeOf(family, "config") };
}

function layers(document: JsonObject, family: Family): readonly Descriptor[] {
  const found = array(document.layers ?? [], "layers");
  if (found.length > limits.layersPerImage)
    throw problem(
      "image/too-large",
      `the image has ${found.length} layers; at most ${limits.layersPerImage} are accepted`,
    );
  return found.map((entry, i) => {
    const layer = descriptor(entry, `layers[${i}]`);
    const role = roleOf(layer.mediaType)?.role;
    if (role === undefined || !isLayer(role)) throw unsupported(layer.mediaType);
    return { ...layer, mediaType: mediaTypeOf(family, role) };
  });
}

/** image-spec descriptor.md. Throws `image/bad-json`, `oci/bad-digest`. */
export function descriptor(value: unknown, what: string): Descriptor {
  const given = object(value, what);
  const annotations = texts(given.annotations, `${what}.annotations`);
  return {
    mediaType: text(given.mediaType, `${what}.mediaType`),
    digest: digest(given.digest, `${what}.digest`),
    size: size(given.size, `${what}.size`),
    ...(annotations === undefined ? {} : { annotations }),
    ...(given.platform === undefined || given.platform === null
      ? {}
      : { platform: platform(given.platform, `${what}.platform`) }),
  };
}

function platform(value: unknown, what: string): Platform {
  const given = object(value, what);
  const optional = (name: "variant" | "os.version") =>
    given[name] === undefined || given[name] === "" ? {} : { [name]: text(given[name], `${what}.${name}`) };
  return {
    os: text(given.os, `${what}.os`),
    architecture: text(given.architecture, `${what}.architecture`),
    ...optional("variant"),
    ...optional("os.version"),
  };
}
