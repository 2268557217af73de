import { cleanPath } from "../path-text.ts";

/**
 * WORKDIR's new directory. An absolute `path` stays as it is written; a relative one is joined to the one before it,
 * which cleans both (BuildKit: util/system, NormalizePath).
 */
export function resolveWorkdir(current: string, path: string): string {
  if (path.startsWith("/")) return path;
  const from = current.startsWith("/") ? current : cleanPath(`/${current}`);
  return path === "" ? from : cleanPath(`${from}/${path}`);
}
