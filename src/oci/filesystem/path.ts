/**
 * A path inside an image: its bytes, one character (U+0000…U+00FF) per byte, relative to the
 * image's root, "/" between segments, no leading or trailing "/", no "", "." or ".." segment;
 * "" is the root. Never a host path: case, Unicode form and separators mean nothing special.
 */
export type ImagePath = string & { readonly __brand: "ImagePath" };

export const root = "" as ImagePath;

/** From text as people and Dockerfiles write it (UTF-8), absolute or relative; `.`, `..` and `//` are cleaned, clamped at the root. */
export const imagePath = (text: string): ImagePath => cleanPath(Buffer.from(text, "utf8").toString("latin1"));

/** The same from bytes in latin1 form. */
export function cleanPath(latin1: string): ImagePath {
  const kept: string[] = [];
  for (const segment of latin1.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === "..") kept.pop();
    else kept.push(segment);
  }
  return kept.join("/") as ImagePath;
}

export const join = (directory: ImagePath, name: string): ImagePath =>
  (directory === "" ? name : `${directory}/${name}`) as ImagePath;

export const parentOf = (path: ImagePath): ImagePath => path.slice(0, Math.max(0, path.lastIndexOf("/"))) as ImagePath;

export const nameOf = (path: ImagePath): string => path.slice(path.lastIndexOf("/") + 1);

/** For people: absolute, UTF-8 where it is UTF-8. */
export const showPath = (path: ImagePath): string => `/${Buffer.from(path, "latin1").toString("utf8")}`;
