import type { Filesystem, Stat } from "./filesystem.ts";
import { type ImagePath, join, root } from "./path.ts";

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
  const open = [{ path: from, names: fs.list(from), next: 0 }];
  for (let directory = open.at(-1); directory !== undefined; directory = open.at(-1)) {
    const name = directory.names[directory.next++];
    if (name === undefined) {
      open.pop();
      continue;
    }
    const path = join(directory.path, name);
    const stat = fs.lstat(path);
    if (stat === undefined) continue;
    yield [path, stat];
    if (stat.type === "directory" && enter(path, stat)) open.push({ path, names: fs.list(path), next: 0 });
  }
}
