import type { Archive } from "../../oci/layer/archive.ts";
import type { FoundSource } from "./sources.ts";
import { openSourceArchive, spoolPath } from "./archive.ts";
import { type CopyRequest, type Planned, planCopy } from "./copy.ts";

/** A directory of one's own, removed on dispose (`Store.scratch`). */
export type Scratch = () => Promise<{ readonly path: string } & AsyncDisposable>;

/**
 * ADD: COPY, but that sources which are tar archives are unpacked into the destination, which is then
 * a directory in any case; those marked `asItIs` are not looked into. Disposing the changes frees the scratch.
 */
export async function planAdd(request: CopyRequest, scratch: Scratch): Promise<Planned> {
  const directory = await scratch();
  try {
    const sources: FoundSource[] = [];
    for (const [index, source] of request.sources.entries()) {
      const archive = source.asItIs ? undefined : await openSourceArchive(source, spoolPath(directory.path, index));
      sources.push(archive === undefined ? source : { ...source, archive: dated(archive, request.now) });
    }
    const { changes, warnings } = await planCopy({ ...request, sources });
    const dispose = () => directory[Symbol.asyncDispose]();
    return { changes: { entries: () => changes.entries(), [Symbol.asyncDispose]: dispose }, warnings };
  } catch (error) {
    await directory[Symbol.asyncDispose]();
    throw error;
  }
}

/** Directories that the archive does not describe are made now. */
const dated = ({ tree, isImplied }: Archive, now: number): Archive => ({
  isImplied,
  tree: {
    lstat: (path) => {
      const stat = tree.lstat(path);
      return stat?.type === "directory" && isImplied(path) ? { ...stat, mtime: now } : stat;
    },
    list: (path) => tree.list(path),
    read: (path) => tree.read(path),
  },
});
