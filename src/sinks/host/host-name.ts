import path from "node:path";
import { type ImagePath, showPath } from "../../oci/filesystem/path.ts";
import { problem } from "../errors.ts";

/** A path of this computer: text on Windows and macOS, whose disks know only Unicode, bytes elsewhere. */
export type HostPath = string | Buffer;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Names that Windows gives another meaning: devices, streams, other folders, a dot or blank at the end. */
const strange = /[<>:"|?*\\\u0000-\u001f]|[. ]$|^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

/**
 * Where an image's file is beneath `folder` on this computer; `image` has no ".." and no empty part.
 * Throws `sinks/unsupported` for a name that this system cannot hold as it is.
 */
export function hostPath(folder: string, image: ImagePath, platform: NodeJS.Platform): HostPath {
  const bytes = Buffer.from(image, "latin1");
  if (platform !== "win32" && platform !== "darwin") return Buffer.concat([Buffer.from(`${folder}/`), bytes]);
  const text = decoded(bytes, image);
  if (platform === "win32" && text.split("/").some((name) => strange.test(name)))
    throw problem("sinks/unsupported", `Windows cannot hold a file named ${showPath(image)}`, { help });
  return path.join(folder, text);
}

function decoded(bytes: Buffer, image: ImagePath): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw problem("sinks/unsupported", `the name of ${showPath(image)} is not UTF-8, which this system's disks want`, {
      help,
      cause,
    });
  }
}

const help = "use -o type=tar";
