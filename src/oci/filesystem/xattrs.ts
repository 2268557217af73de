import type { Stat } from "./filesystem.ts";

/** Whether the names and values are the same, in any order. None at all equals undefined. */
export function sameXattrs(one: Stat["xattrs"], other: Stat["xattrs"]): boolean {
  if ((one?.size ?? 0) !== (other?.size ?? 0)) return false;
  for (const [name, value] of one ?? []) {
    const found = other?.get(name);
    if (found === undefined || !Buffer.from(value).equals(found)) return false;
  }
  return true;
}
