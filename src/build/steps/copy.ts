import { parseChmod } from "../../dockerfile/values/chmod.ts";
import { namesSomebody, parseChown } from "../../dockerfile/values/chown.ts";
import type { Changeset } from "../../oci/layer/changeset.ts";
import { problem } from "./errors.ts";
import { emptyTree } from "./inline.ts";
import { Placing, type Target } from "./placing.ts";
import type { FoundSource } from "./sources.ts";
import { resolveOwner } from "./users.ts";

/** A COPY, everything found and expanded. */
export interface CopyRequest extends Target {
  /** What is copied, in order. */
  readonly sources: readonly FoundSource[];
  readonly chown?: string | undefined;
  readonly chmod?: string | undefined;
  /** COPY --link: as if into an empty tree, whatever is below. */
  readonly link?: boolean;
}

/** A step on a tree, worked out: what it changes, and what the user should hear. */
export interface Planned {
  readonly changes: Changeset;
  readonly warnings: readonly string[];
}

/**
 * What COPY does to a tree, as BuildKit does it (docker's reference and tonistiigi/fsutil's copy):
 * directories are merged by their contents, links in the destination are followed beneath the
 * root, a directory that is there keeps its metadata, parents that are not are made with mode
 * 0755 and --chown's owner. Rejects where --chown or --chmod is wrong; `entries` throws
 * `copy/onto-directory` and `copy/onto-file`.
 */
export async function planCopy(request: CopyRequest): Promise<Planned> {
  const { link, where } = request;
  const chmod = request.chmod === undefined ? undefined : parseChmod({ text: request.chmod, where });
  const chown = request.chown === undefined ? undefined : parseChown({ text: request.chown, where });
  // BuildKit copies plainly where --chmod is given too
  const to = link === true && chmod === undefined ? emptyTree : request.to;
  if (link === true && chown !== undefined && namesSomebody(chown))
    throw problem("copy/link-by-name", `--link cannot look up ${request.chown}`, {
      where,
      help: "give --chown numbers",
    });
  const owner = chown === undefined ? undefined : await resolveOwner(to, chown, where);
  const placing = new Placing({ ...request, to }, owner, chmod);
  for (const source of request.sources) placing.place(source);
  return { changes: placing.changes(), warnings: unknownNames(owner?.unknown ?? []) };
}

export const unknownNames = (names: readonly string[]): string[] =>
  names.map(
    (name) =>
      `${JSON.stringify(name)} is not in the image's /etc/passwd or /etc/group; 0 (root) is used, as docker build does`,
  );
