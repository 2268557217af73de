import type { Digest } from "../../oci/digest.ts";

/** A program that no package database of its image tells of, as which file of which package it is. */
export interface KnownFile {
  readonly package: string;
  readonly path: string;
}

/**
 * Programs that are copied into images without a package database, by the sha256 of their content.
 * Each is a file of a Debian package, compared with the MD5 that the package gives for it.
 */
export const knownDigests: Readonly<Record<Digest, KnownFile>> = {};
