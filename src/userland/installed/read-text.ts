import { DjibError } from "../../errors.ts";
import { limits } from "../../limits.ts";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { imagePath } from "../../oci/filesystem/path.ts";
import { type Resolved, resolvePath } from "../../oci/filesystem/resolve.ts";

/**
 * The text of a file of an image, symlinks followed within it; undefined where there is none. At most
 * `limits.packageDatabase` bytes; of a longer one the beginning. What is no UTF-8 is replaced.
 */
export async function readText(fs: Filesystem, at: string): Promise<string | undefined> {
  const { path, stat } = lookUp(fs, at);
  if (stat?.type !== "file") return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of fs.read(path)) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limits.packageDatabase) break;
  }
  return new TextDecoder().decode(Buffer.concat(chunks).subarray(0, limits.packageDatabase));
}

/** Names in a directory of an image, symlinks to it followed; none where there is no such directory. */
export function namesIn(fs: Filesystem, at: string): readonly string[] {
  const { path, stat } = lookUp(fs, at);
  return stat?.type === "directory" ? fs.list(path) : [];
}

/** A path that leads in circles, or through a file, leads nowhere. */
function lookUp(fs: Filesystem, at: string): Resolved {
  try {
    return resolvePath(fs, at);
  } catch (error) {
    if (error instanceof DjibError) return { path: imagePath(at), stat: undefined };
    throw error;
  }
}
