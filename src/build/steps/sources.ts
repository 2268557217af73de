import { BadPattern, isGlob, matchGlob } from "../../dockerfile/match-glob.ts";
import type { Word } from "../../dockerfile/syntax.ts";
import type { Location } from "../../errors.ts";
import type { Filesystem, Stat } from "../../oci/filesystem/filesystem.ts";
import { type ImagePath, imagePath, join, nameOf, root } from "../../oci/filesystem/path.ts";
import { resolvePath } from "../../oci/filesystem/resolve.ts";
import type { Archive } from "../../oci/layer/archive.ts";
import { problem } from "./errors.ts";
import { noSuchSource } from "./no-such-source.ts";
import type { Origin } from "./origin.ts";

/** A file or directory that a source leads to. */
export interface FoundSource {
  readonly tree: Filesystem;
  /** Symlinks resolved, the last one too. */
  readonly at: ImagePath;
  readonly stat: Stat;
  /** What it is called in a destination directory: the name before links were followed. */
  readonly name: string;
  readonly where: Location;
  /** Directories that are there only for what is selected beneath them (see `select`). */
  readonly isImplied?: (path: ImagePath) => boolean;
  /** Never unpacked, though ADD brings it. */
  readonly asItIs?: boolean;
  /** Its time is a server's. */
  readonly isDownload?: boolean;
  /** Its files, where ADD shall unpack it. */
  readonly archive?: Archive;
}

/**
 * What one source of COPY or ADD leads to, in byte order: itself, or what its wildcards match,
 * each part between slashes for itself (Go's filepath.Match). Wildcards may match nothing; they
 * do not look through symlinks. Throws `copy/no-such-source` for anything else that is missing, the
 * directory before a wildcard too, and `copy/bad-pattern`.
 */
export function findSources(origin: Origin, source: Word): FoundSource[] {
  const parts = imagePath(source.text).split("/");
  const first = parts.findIndex(isGlob);
  if (first < 0) return [findSource(origin, source, parts.join("/"))];
  const start = resolveIn(origin, source, parts.slice(0, first).join("/"));
  if (start.stat === undefined) throw noSuchSource(origin, source, start.path);
  let matches: ImagePath[] = [start.path];
  for (const pattern of parts.slice(first)) {
    const isMatch = matcherOf(pattern, source);
    matches = matches.flatMap((directory) =>
      origin.tree
        .list(directory)
        .filter(isMatch)
        .map((name) => join(directory, name)),
    );
  }
  return matches.map((path) => findSource(origin, source, path));
}

function matcherOf(part: string, { text, where }: Word): (name: string) => boolean {
  const pattern = Buffer.from(part, "latin1").toString("utf8");
  try {
    matchGlob(pattern, "");
    return (name) => matchGlob(pattern, name);
  } catch (error) {
    if (!(error instanceof BadPattern)) throw error;
    throw problem("copy/bad-pattern", `${JSON.stringify(text)} is no pattern: ${error.message}`, {
      where,
      help: "write \\[ for the character itself",
    });
  }
}

/** What `path` leads to, which is no pattern; `source` is how it was written. Throws `copy/no-such-source`. */
export function findSource(origin: Origin, source: Word, path: string): FoundSource {
  const { path: at, stat } = resolveIn(origin, source, path);
  if (stat === undefined) throw noSuchSource(origin, source, at);
  const name = path === "" ? "" : nameOf(path as ImagePath);
  return { tree: origin.tree, at, stat, name, where: source.where };
}

function resolveIn(origin: Origin, source: Word, path: string): { path: ImagePath; stat: Stat | undefined } {
  try {
    return resolvePath(origin.tree, path);
  } catch {
    // through a file, or in a circle of links: nothing is there
    throw noSuchSource(origin, source, path === "" ? root : (path as ImagePath));
  }
}
