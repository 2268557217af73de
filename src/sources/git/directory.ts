import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { imagePath, join, root, showPath } from "../../oci/filesystem/path.ts";
import { rootedAt } from "../../oci/filesystem/rooted.ts";
import { redactUrls } from "../../redact.ts";
import { problem } from "../errors.ts";

/**
 * A directory of a repository as a tree of its own. Only directories may lead to it: no link of the repository
 * is followed (CVE-2026-33748). Throws `source/no-directory`.
 */
export function directoryOf(tree: Filesystem, subdir: string, remote: string): Filesystem {
  let at = root;
  for (const name of imagePath(subdir).split("/")) {
    if (name === "") continue;
    at = join(at, name);
    const type = tree.lstat(at)?.type;
    if (type === "directory") continue;
    const what = type === undefined ? "has no directory" : `has a ${type} and no directory at`;
    throw problem("source/no-directory", `${redactUrls(remote)} ${what} ${showPath(at).slice(1)}`);
  }
  return rootedAt(tree, at);
}
