/**
 * The text of a path that is given as bytes, one character (U+0000…U+00FF) per byte: UTF-8 where it is UTF-8, U+FFFD
 * for what is not. Patterns are text, and their `?` matches a character of any length.
 */
export const pathText = (latin1: string): string =>
  /[\x80-\xff]/.test(latin1) ? Buffer.from(latin1, "latin1").toString("utf8") : latin1;

/** Characters beyond U+FFFF count as one. */
export const characters = (text: string): ArrayLike<string> => (/[\ud800-\udfff]/.test(text) ? Array.from(text) : text);

/** As Go's path.Clean: `.`, `..` and double slashes are resolved as text; "" is ".". */
export function cleanPath(path: string): string {
  const rooted = path.startsWith("/");
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") kept.push(segment);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (!rooted) kept.push(segment);
  }
  return (rooted ? "/" : "") + kept.join("/") || ".";
}
