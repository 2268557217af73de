import type { Digest } from "../oci/digest.ts";
import type { Filesystem } from "../oci/filesystem/filesystem.ts";
import type { ImagePath } from "../oci/filesystem/path.ts";
import type { IgnoreLine, IgnoreRules } from "./ignore.ts";
import type { Modes } from "./modes.ts";

/** What was fetched, for provenance. Addresses hold user names and passwords where they were given. */
export type Origin =
  | {
      readonly kind: "git";
      readonly remote: string;
      /** As it was asked for; "" for the default branch. */
      readonly ref: string;
      readonly subdir: string;
      readonly commit: string;
    }
  | { readonly kind: "file"; readonly url: string; readonly digest: Digest };

/** What a build context is, before it is opened. */
export type ContextSpec =
  | {
      readonly kind: "directory";
      /** On this machine. */
      readonly path: string;
      /** Host path of the Dockerfile where it has one: `<it>.dockerignore` wins over `.dockerignore`. */
      readonly dockerfile?: string | undefined;
    }
  /** What was fetched or unpacked: all of it counts, .dockerignore says nothing there (BuildKit: MainContext). */
  | {
      readonly kind: "tree";
      readonly tree: Filesystem;
      /** undefined for what came from this machine: an archive on standard input. */
      readonly origin?: Origin | undefined;
      /** When its commit was made. */
      readonly commitTime?: Date | undefined;
      /** When what was fetched was made: the commit, or what a server or the newest file of an archive says. */
      readonly sourceTime?: Date | undefined;
    };

/**
 * The build context: the files that .dockerignore lets through. Dispose writes what is remembered of
 * a directory; nothing else is ever written.
 */
export interface Context extends Filesystem, AsyncDisposable {
  /** When the commit that the files are of was made; undefined where they are of none. */
  readonly commitTime: Date | undefined;
  /** See `ContextSpec`. */
  readonly sourceTime: Date | undefined;
  /** The ignore line that hides a path which is there; undefined where it is not there or not hidden. */
  hidden(path: ImagePath): IgnoreLine | undefined;
}

export interface ContextOptions {
  readonly modes: Modes;
  /** Rules for a directory; they are read when it is opened. */
  readonly ignore?: IgnoreRules | undefined;
  /** Where digests are remembered between builds; without it they are not. */
  readonly store?: { readonly root: string } | undefined;
}
