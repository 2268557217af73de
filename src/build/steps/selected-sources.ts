import { isGlob } from "../../dockerfile/match-glob.ts";
import { type Ignore, readPatterns } from "../../dockerfile/ignore/ignore.ts";
import { cleanPath } from "../../dockerfile/path-text.ts";
import type { Word } from "../../dockerfile/syntax.ts";
import { type ImagePath, imagePath, join, root, showPath } from "../../oci/filesystem/path.ts";
import { resolvePath } from "../../oci/filesystem/resolve.ts";
import { problem } from "./errors.ts";
import { noSuchSource } from "./no-such-source.ts";
import type { Origin } from "./origin.ts";
import { select } from "./selection.ts";
import { findSources, type FoundSource } from "./sources.ts";

/** The flags of COPY and ADD that leave a part of what is named out. */
export interface Selecting {
  readonly parents: boolean;
  readonly exclude: readonly Word[];
}

/**
 * What one source leads to, as `findSources`, with --parents and --exclude applied. Throws
 * `copy/no-such-source` also for what BuildKit refuses with them (cache/contenthash): a symlink
 * that leads nowhere right in the root of the source.
 */
export function findSelected(origin: Origin, source: Word, { parents, exclude }: Selecting): FoundSource[] {
  const excluded = exclude.length === 0 ? undefined : readPatterns(exclude);
  if (parents) return withParents(origin, source, excluded);
  const found = findSources(origin, source);
  return excluded === undefined ? found : found.map((one) => selectFrom(one, undefined, excluded));
}

function selectFrom(found: FoundSource, include: Ignore | undefined, exclude: Ignore | undefined): FoundSource {
  const selected = select(found.tree, found.at, { include, exclude });
  if (found.at === root) for (const name of selected.tree.list(root)) refuseDangling(found, name as ImagePath);
  return { ...found, ...selected };
}

/**
 * --parents: what stands before the first `/./` is the directory that paths begin in (else the
 * root), what comes after it is a pattern as in .dockerignore for the files beneath, `**` included.
 * A path without wildcards has to select something (BuildKit: dispatchCopy and its RequiredPaths).
 */
function withParents(origin: Origin, { text, where }: Word, exclude: Ignore | undefined): FoundSource[] {
  const pivot = text.indexOf("/./");
  const base = { text: pivot < 0 ? "/" : text.slice(0, pivot), where };
  const written = pivot < 0 ? text : text.slice(pivot + 3);
  const pattern = (written.startsWith("/") ? written : cleanPath(`/${written}`)).slice(1);
  const include = readPatterns([{ text: pattern, where }]);
  const bases = findSources(origin, base);
  const isLiteral = !isGlob(base.text) && !isGlob(pattern);
  if (isLiteral) refuseLinkedPivot(origin, base);
  const found = bases.map((one) => selectFrom(one, include, exclude));
  const path = imagePath(pattern);
  const isThere = ({ tree, at }: FoundSource) => path !== root && tree.lstat(join(at, path)) !== undefined;
  if (!isLiteral || found.some(isThere)) return found;
  throw noSuchSource(origin, { text, where }, join(imagePath(base.text), path));
}

function refuseDangling({ tree, where }: FoundSource, path: ImagePath): void {
  if (tree.lstat(path)?.type !== "symlink" || isFound(tree, path)) return;
  const name = showPath(path);
  throw problem("copy/no-such-source", `${name} is a symlink that leads nowhere`, {
    where,
    help: `docker build refuses it together with --parents or --exclude: leave it out with --exclude=${name.slice(1)}, or remove it`,
  });
}

function isFound(tree: FoundSource["tree"], path: ImagePath): boolean {
  try {
    return resolvePath(tree, path).stat !== undefined;
  } catch {
    return false;
  }
}

function refuseLinkedPivot({ tree }: Origin, { text, where }: Word): void {
  const pivot = resolvePath(tree, imagePath(text), { followLast: false });
  if (pivot.stat?.type !== "symlink") return;
  throw problem("copy/no-such-source", `${text} is a symlink, and --parents does not look through one before /./`, {
    where,
    help: `name what it leads to: ${Buffer.from(pivot.stat.target ?? "", "latin1").toString("utf8")}/./…`,
  });
}
