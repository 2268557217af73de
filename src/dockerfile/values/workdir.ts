import { cleanPath } from "../path-text.ts";

/** WORKDIR's new directory: absolute and clean, `path` taken from the one before it where it is relative. */
export function resolveWorkdir(current: string, path: string): string {
  const from = current.startsWith("/") ? current : `/${current}`;
  if (path === "") return cleanPath(from);
  return cleanPath(path.startsWith("/") ? path : `${from}/${path}`);
}
