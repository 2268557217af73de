import { parseChown } from "../../dockerfile/values/chown.ts";
import type { Location } from "../../errors.ts";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { type Planned, unknownNames } from "./copy.ts";
import { cleaned, Placing } from "./placing.ts";
import { resolveOwner } from "./users.ts";

export interface WorkdirRequest {
  readonly to: Filesystem;
  /** Absolute. */
  readonly path: string;
  /** As USER wrote it; "" is root. */
  readonly user: string;
  /** Time of what is made, seconds. */
  readonly now: number;
  readonly where: Location;
}

/**
 * WORKDIR: the directory and its missing parents with mode 0755, owned by USER (resolved like
 * --chown: a number alone is the group too). What is there is not touched; links are followed
 * beneath the root.
 */
export async function planWorkdir({ to, path, user, now, where }: WorkdirRequest): Promise<Planned> {
  const owner =
    user === "" ? { uid: 0, gid: 0, unknown: [] } : await resolveOwner(to, parseChown({ text: user, where }), where);
  const placing = new Placing({ to, destination: path, now, where }, owner);
  placing.makeDirectory(cleaned(path));
  return { changes: placing.changes(), warnings: unknownNames(owner.unknown) };
}
