import { docker, type Family, oci } from "../media-types.ts";
import { problem } from "./errors.ts";

/** What a document or blob is, whichever family names it. */
export type Role = keyof typeof oci;

const roles = new Map<string, { readonly family: Family; readonly role: Role }>();
for (const [family, names] of Object.entries({ oci, docker }))
  for (const [role, name] of Object.entries(names)) roles.set(name, { family: family as Family, role: role as Role });

/** Ways in which old tools write the same thing. */
const alike: Readonly<Record<string, string>> = {
  "application/vnd.docker.image.rootfs.diff.tar+gzip": docker.layerGzip,
  "application/vnd.oci.image.layer.v1.tar.gzip": oci.layerGzip,
};

/** undefined for media types that are no part of an image. */
export const roleOf = (mediaType: string) => roles.get(alike[mediaType] ?? mediaType);

export const isLayer = (role: Role | undefined): boolean =>
  role === "layer" || role === "layerGzip" || role === "layerZstd";

export const mediaTypeOf = (family: Family, role: Role): string => (family === "oci" ? oci : docker)[role];

/** The same kind of bytes, named by `family`. Throws `image/unsupported` for a foreign media type. */
export function translate(mediaType: string, family: Family): string {
  const known = roleOf(mediaType);
  if (known === undefined) throw unsupported(mediaType);
  return mediaTypeOf(family, known.role);
}

/** Says what a media type that is no image's is, in words. */
export function unsupported(mediaType: string) {
  const named = kinds.find(([pattern]) => pattern.test(mediaType));
  return problem("image/unsupported", named === undefined ? `unknown media type ${shown(mediaType)}` : named[1], {
    ...(named === undefined ? {} : { detail: [`media type: ${shown(mediaType)}`] }),
    help: "name a container image; djib builds on nothing else",
  });
}

const shown = (mediaType: string) => JSON.stringify(mediaType.slice(0, 200));

const kinds: readonly (readonly [RegExp, string])[] = [
  [/^application\/vnd\.docker\.distribution\.manifest\.v1\+/, "this is a schema 1 manifest, a form given up in 2017"],
  [/^application\/vnd\.cncf\.helm\./, "this is a Helm chart, not a container image"],
  [/^application\/vnd\.in-toto\+json/, "this is an attestation, not a container image"],
  [/^application\/vnd\.docker\.plugin\./, "this is a Docker plugin, not a container image"],
  [/nondistributable|\.foreign\./, "this image has layers that may not be distributed (a Windows base)"],
  [/^application\/vnd\.dev\.cosign\.|sigstore/, "this is a signature, not a container image"],
  [/^application\/vnd\.oci\.empty\./, "this is an artifact without a config, not a container image"],
];
