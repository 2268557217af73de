import { limits } from "../../limits.ts";
import { type ImagePath, nameOf, parentOf, showPath } from "../filesystem/path.ts";
import { problem } from "./errors.ts";

/** image-spec layer.md, "Whiteouts". */
const prefix = ".wh.";
const opaque = ".wh..wh..opq";
/** AUFS's own files, which old layers hold and every engine passes over. */
const aufs = ".wh..wh.";

export type Meaning =
  { readonly kind: "entry" | "whiteout" | "opaque"; readonly path: ImagePath } | { readonly kind: "ignored" };

/**
 * What a cleaned name in a layer stands for. `.wh.`, `.wh..` and `.wh...` would remove the
 * directory itself or its parent and are refused with `layer/bad-entry` (containerd, archive/tar.go),
 * as is anything below a whiteout.
 */
export function meaningOf(path: ImagePath): Meaning {
  if (!path.includes(prefix)) return { kind: "entry", path };
  const segments = path.split("/");
  const name = segments.pop()!;
  if (name === opaque && !segments.some((segment) => segment.startsWith(prefix)))
    return { kind: "opaque", path: parentOf(path) };
  if (name.startsWith(aufs) || segments.some((segment) => segment.startsWith(aufs))) return { kind: "ignored" };
  const bad = () => problem("layer/bad-entry", `${showPath(path)} is not a whiteout that names a file`);
  if (segments.some((segment) => segment.startsWith(prefix))) throw bad();
  if (!name.startsWith(prefix)) return { kind: "entry", path };
  const removed = name.slice(prefix.length);
  if (removed === "" || removed === "." || removed === "..") throw bad();
  return { kind: "whiteout", path: [...segments, removed].join("/") as ImagePath };
}

/** The name in the archive of the marker that removes `path`. */
export function whiteoutName(path: ImagePath): string {
  const parent = parentOf(path);
  return `${parent === "" ? "" : `${parent}/`}${prefix}${nameOf(path)}`;
}

/** The name in the archive of the marker that empties `path`. */
export const opaqueName = (path: ImagePath): string => (path === "" ? opaque : `${path}/${opaque}`);

/** Throws `layer/reserved-name` for a path that would be read as a whiteout. */
export function refuseReserved(path: ImagePath): void {
  if (path.includes(prefix) && path.split("/").some((segment) => segment.startsWith(prefix)))
    throw problem("layer/reserved-name", `${showPath(path)} cannot be in an image`, {
      help: "rename or remove it, or leave it out in .dockerignore",
    });
}

/** Throws `layer/bad-entry` for a path that Linux could not hold. */
export function checkPath(path: string): void {
  const bad = (why: string) =>
    problem("layer/bad-entry", `the name of an entry ${why}: ${showPath(path.slice(0, 80) as ImagePath)}…`);
  if (path.includes("\0")) throw bad("holds a NUL");
  if (path.length > limits.path) throw bad(`is longer than ${limits.path} bytes`);
  let depth = 1;
  for (let from = 0; ; depth++) {
    const slash = path.indexOf("/", from);
    if ((slash < 0 ? path.length : slash) - from > limits.pathSegment)
      throw bad(`has a part longer than ${limits.pathSegment} bytes`);
    if (slash < 0) break;
    from = slash + 1;
  }
  if (depth > limits.pathDepth) throw bad(`is more than ${limits.pathDepth} directories deep`);
}
