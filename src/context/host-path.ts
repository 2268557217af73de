import { sep } from "node:path";
import { type ImagePath, join } from "../oci/filesystem/path.ts";

const ascii = /^[\0-\x7f]*$/;

/**
 * Where a path of the context is on this machine. Names of Windows and macOS are text; elsewhere
 * they are bytes, which only a Buffer carries unchanged.
 */
export function hostPath(directory: string, path: ImagePath, platform: NodeJS.Platform): string | Buffer {
  if (path === "") return directory;
  if (ascii.test(path)) return `${directory}${sep}${platform === "win32" ? path.replaceAll("/", sep) : path}`;
  const bytes = Buffer.from(path, "latin1");
  if (platform === "win32") return `${directory}${sep}${bytes.toString("utf8").replaceAll("/", sep)}`;
  return Buffer.concat([Buffer.from(`${directory}/`, "utf8"), bytes]);
}

/** `hostPath` of the names in one directory, whose own is worked out once. */
export function hostPathsIn(
  directory: string,
  path: ImagePath,
  platform: NodeJS.Platform,
): (name: string) => string | Buffer {
  const above = hostPath(directory, path, platform);
  const isText = typeof above === "string";
  return (name) => (isText && ascii.test(name) ? above + sep + name : hostPath(directory, join(path, name), platform));
}

/** For messages: as the user would type it from the context's directory. */
export const shown = (path: ImagePath): string => (path === "" ? "." : Buffer.from(path, "latin1").toString("utf8"));
