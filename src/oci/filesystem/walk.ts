import { Descent } from "./descent.ts";
import type { Filesystem, Stat } from "./filesystem.ts";
import { type ImagePath, root } from "./path.ts";

/**
 * Everything at and below `from`, itself first: depth first, names of a directory in byte order,
 * a directory before what it holds; the order of a changeset. Symlinks are not followed. A subtree
 * is left out where `enter` (asked for each directory but the first) says no; its own entry comes.
 */
export function* walk(
  fs: Filesystem,
  from: ImagePath = root,
  enter: (path: ImagePath, stat: Stat) => boolean = () => true,
): Generator<readonly [ImagePath, Stat]> {
  const first = fs.lstat(from);
  if (first === undefined) return;
  yield [from, first];
  if (first.type !== "directory") return;
  const descent = new Descent({ path: from, names: fs.list(from) });
  for (let path = descent.next(); path !== undefined; path = descent.next()) {
    const stat = fs.lstat(path);
    if (stat === undefined) continue;
    yield [path, stat];
    if (stat.type === "directory" && enter(path, stat)) descent.enter({ path, names: fs.list(path) });
  }
}
