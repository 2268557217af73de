import type { Ignore, Matched } from "../../dockerfile/ignore/ignore.ts";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { type ImagePath, join, nameOf, parentOf } from "../../oci/filesystem/path.ts";

/** Which files beneath a copied directory are copied. Paths are relative to that directory. */
export interface Selection {
  /** What is copied; undefined is everything. */
  readonly include: Ignore | undefined;
  /** What of it is not. */
  readonly exclude: Ignore | undefined;
}

export interface Selected {
  readonly tree: Filesystem;
  /** A directory that no pattern selects: it is there for what is selected beneath it. */
  readonly isImplied: (path: ImagePath) => boolean;
}

/** What a directory shows: some names, or all that is beneath it. */
type Shown = ReadonlySet<string> | "everything";

/**
 * The part of `tree` at and beneath `at` that a selection selects, as fsutil's copy walks it: a
 * directory that matches brings what it holds, one that does not is there only for what matches
 * beneath it; of a directory that is excluded nothing comes unless an exception (`!`) brings it
 * back. The root itself is never asked for, so a file that is copied as itself always comes.
 */
export function select(tree: Filesystem, at: ImagePath, { include, exclude }: Selection): Selected {
  const shown = new Map<ImagePath, Shown>();
  const implied = new Set<ImagePath>();
  const prefix = at === "" ? 0 : at.length + 1;

  const mayBeWhole = exclude === undefined && include?.rules.some((rule) => rule.exception) !== true;

  /** `above`: what matched the directory itself; undefined where it is the root. */
  function look(directory: ImagePath, above: { include: Matched; exclude: Matched } | undefined): Shown {
    const names = tree.list(directory).filter((name) => {
      const path = join(directory, name);
      const below = path.slice(prefix);
      const wanted = include?.visit(below, above?.include) ?? { ignored: true, matched: [] };
      const unwanted = exclude?.visit(below, above?.exclude) ?? { ignored: false, matched: [] };
      const isSelected = wanted.ignored && !unwanted.ignored;
      if (tree.lstat(path)?.type !== "directory") return isSelected;
      if (unwanted.ignored && exclude?.mayHaveExceptionsBelow(below) === false) return false;
      const inside =
        isSelected && mayBeWhole ? "everything" : look(path, { include: wanted.matched, exclude: unwanted.matched });
      if (!isSelected && inside !== "everything" && inside.size === 0) return false;
      if (!isSelected) implied.add(path);
      shown.set(path, inside);
      return true;
    });
    return new Set(names);
  }

  if (tree.lstat(at)?.type === "directory") shown.set(at, look(at, undefined));
  return { tree: partOf(tree, at, shown), isImplied: (path) => implied.has(path) };
}

function partOf(tree: Filesystem, at: ImagePath, shown: ReadonlyMap<ImagePath, Shown>): Filesystem {
  const isShown = (path: ImagePath): boolean => {
    for (let below = path; below !== at; below = parentOf(below)) {
      const names = shown.get(parentOf(below));
      if (names === "everything") return true;
      if (names !== undefined) return below === path && names.has(nameOf(below));
      if (below === "") return false;
    }
    return true;
  };
  return {
    lstat: (path) => (isShown(path) ? tree.lstat(path) : undefined),
    list(path) {
      const names = shown.get(path);
      if (names === undefined || names === "everything") return isShown(path) ? tree.list(path) : [];
      return tree.list(path).filter((name) => names.has(name));
    },
    read: (path) => tree.read(path),
  };
}
