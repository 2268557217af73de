import type { Filesystem, Stat } from "../../oci/filesystem/filesystem.ts";
import { type ImagePath, join } from "../../oci/filesystem/path.ts";
import type { Owner } from "./users.ts";

/** What a copied file gets in place of its own. */
export interface Metadata extends Owner {
  readonly mode: number;
}

/**
 * One thing that a step puts into a tree: a directory where there was none, or a tree (or a
 * single file) of `source`. A step is a list of these; each sees those before it. Nothing is
 * listed ahead of time, so a step's plan is small however many files it copies.
 */
export type Graft =
  | ({ readonly kind: "directory"; readonly path: ImagePath; readonly mtime: number } & Metadata)
  | {
      readonly kind: "tree";
      readonly path: ImagePath;
      readonly source: Filesystem;
      /** Where it is in `source`; no parent of it is a symlink there. */
      readonly at: ImagePath;
      readonly metadata: (stat: Stat, at: ImagePath) => Metadata;
      /** ADD of an archive replaces what is in its way, as tar does; COPY refuses. */
      readonly replaces: boolean;
      /**
       * What a directory of the source does to one that is there: nothing, or it sets its mode alone;
       * undefined gives it the source's metadata.
       */
      readonly onExisting?: (at: ImagePath) => "nothing" | "mode" | undefined;
      /** Directories that are there take the source's times, the one at `path` too. */
      readonly dates?: boolean;
    };

/** What is left of `path` below `ancestor`: "" for itself, undefined where it is elsewhere. */
export function below(ancestor: ImagePath, path: ImagePath): string | undefined {
  if (path === ancestor) return "";
  if (ancestor === "") return path;
  return path[ancestor.length] === "/" && path.startsWith(ancestor) ? path.slice(ancestor.length + 1) : undefined;
}

export const inSource = (at: ImagePath, rest: string): ImagePath => (rest === "" ? at : join(at, rest));
