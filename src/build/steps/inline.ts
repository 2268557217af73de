import { digestOf } from "../../oci/digest.ts";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { imagePath } from "../../oci/filesystem/path.ts";
import { treeBuilder } from "../../oci/filesystem/tree-builder.ts";

/** A file that is written in the Dockerfile itself: mode 0644, owned by 0:0. */
export function inlineTree(name: string, content: string, now: number): Filesystem {
  const bytes = Buffer.from(content, "utf8");
  const builder = treeBuilder();
  const stat = {
    type: "file",
    mode: 0o644,
    uid: 0,
    gid: 0,
    mtime: now,
    size: bytes.length,
    digest: digestOf(bytes),
  } as const;
  builder.add(imagePath(name), stat);
  return builder.build(() => [bytes]);
}

/** A root and nothing in it: scratch before its first step. */
export const emptyTree: Filesystem = treeBuilder().build(() => []);
