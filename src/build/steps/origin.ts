import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import type { ImagePath } from "../../oci/filesystem/path.ts";

/** The tree that sources are looked up in, and how to speak of it. */
export interface Origin {
  readonly tree: Filesystem;
  /** "the build context", "stage builder", "image nginx:1.27". */
  readonly name: string;
  /** The line of .dockerignore that hides a path, of those that are there on disk. */
  readonly hidden?: (path: ImagePath) => { readonly line: number; readonly text: string } | undefined;
}
