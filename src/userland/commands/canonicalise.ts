import { SystemError } from "../kernel/errno.ts";
import type { Process } from "../kernel/process.ts";
import { tried } from "./tried.ts";

/** What need not exist: nothing, the last part, all. */
export type Missing = "existing" | "last" | "missing";

const maxLinks = 40;

/** canonicalize_filename_mode of gnulib's lib/canonicalize.c; the error where there is none. */
export function canonicalise(
  { files, cwd }: Process,
  path: string,
  missing: Missing,
  follow = true,
): string | SystemError {
  if (path === "") return new SystemError("ENOENT", path);
  const pending = path.split("/").reverse();
  let found = path.startsWith("/") ? "" : cwd === "/" ? "" : cwd;
  let links = 0;
  while (pending.length > 0) {
    const name = pending.pop()!;
    if (name === "" || name === ".") continue;
    if (name === "..") {
      found = found.slice(0, Math.max(0, found.lastIndexOf("/")));
      continue;
    }
    const next = `${found}/${name}`;
    const target = follow ? tried(() => files.readLink(next)) : new SystemError("EINVAL");
    if (!(target instanceof SystemError)) {
      if (++links > maxLinks) {
        if (missing === "missing") {
          found = next;
          continue;
        }
        return new SystemError("ELOOP", path);
      }
      if (target.startsWith("/")) found = "";
      pending.push(...target.split("/").reverse());
      continue;
    }
    const problem = problemWith(next, target, pending);
    if (problem !== undefined) return problem;
    found = next;
  }
  return found === "" ? "/" : found;

  function problemWith(next: string, unread: SystemError, rest: readonly string[]): SystemError | undefined {
    if (missing === "missing") return undefined;
    const stat = unread.code === "EINVAL" ? tried(() => files.stat(next)) : unread;
    const more = rest.some((name) => name !== "" && name !== ".");
    // Slashes behind a name ask for a directory.
    const asksDirectory = rest.length > 0;
    if (!(stat instanceof SystemError))
      return asksDirectory && stat.type !== "directory" ? new SystemError("ENOTDIR", path) : undefined;
    return missing === "last" && stat.code === "ENOENT" && !more ? undefined : stat;
  }
}
