import type { Filesystem } from "../oci/filesystem/filesystem.ts";
import { imagePath } from "../oci/filesystem/path.ts";
import { treeBuilder } from "../oci/filesystem/tree-builder.ts";
import type { HttpFile } from "../sources/http/fetch.ts";

/** A downloaded file as the only one of a tree: mode 0600, with the time that its server gives. */
export function downloadedTree(name: string, { size, digest, modified, read }: HttpFile): Filesystem {
  const builder = treeBuilder();
  builder.add(imagePath(name), { type: "file", mode: 0o600, uid: 0, gid: 0, mtime: modified, size, digest });
  return builder.build(read);
}
