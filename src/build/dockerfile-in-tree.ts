import path from "node:path/posix";
import type { SourceText } from "../errors.ts";
import { limits } from "../limits.ts";
import type { Filesystem } from "../oci/filesystem/filesystem.ts";
import { imagePath } from "../oci/filesystem/path.ts";
import { resolvePath } from "../oci/filesystem/resolve.ts";
import { problem } from "./errors.ts";

/**
 * The bytes of the Dockerfile in a context that is no directory of this machine. Links are followed
 * within the tree; without a name, or with the usual one, `dockerfile` will do where there is no
 * `Dockerfile` (BuildKit: ReadEntrypoint). Throws `build/no-dockerfile`.
 */
export async function readDockerfileIn(
  tree: Filesystem,
  name = "Dockerfile",
): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const names = path.basename(name) === "Dockerfile" ? [name, path.join(path.dirname(name), "dockerfile")] : [name];
  for (const one of names) {
    const { path: at, stat } = resolvePath(tree, imagePath(one));
    if (stat?.type !== "file") continue;
    if (stat.size > limits.dockerfile)
      throw problem("build/no-dockerfile", `${one} is larger than any Dockerfile`, {
        help: "name the right one with -f",
      });
    const parts: Uint8Array[] = [];
    for await (const part of tree.read(at)) parts.push(Buffer.from(part));
    return { name: one, bytes: Buffer.concat(parts) };
  }
  throw problem("build/no-dockerfile", `there is no ${name} in the build context`, {
    help: "-f names another file of the context, - standard input",
  });
}

/** A Dockerfile's text. Throws `build/no-dockerfile` for what is none. */
export function dockerfileText(bytes: Uint8Array, name: string): SourceText {
  if (bytes.includes(0))
    throw problem("build/no-dockerfile", `${name} is a binary file, not a Dockerfile`, {
      help: "name the right file with -f",
    });
  return { name, text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) };
}
