import { join as joinHost } from "node:path";
import { DjibError, type Location } from "../../errors.ts";
import { type ImagePath, showPath } from "../../oci/filesystem/path.ts";
import { type Archive, openArchive } from "../../oci/layer/archive.ts";
import { problem } from "./errors.ts";
import type { FoundSource } from "./sources.ts";

/**
 * Opens a source where its content (not its name) is a tar, plain or compressed; undefined for any
 * other file. The uncompressed tar is kept in the file `spool` and read from there. Rejects with
 * `add/bad-archive` for a damaged one.
 */
export async function openSourceArchive(source: FoundSource, spool: string): Promise<Archive | undefined> {
  if (source.stat.type !== "file") return undefined;
  try {
    return await openArchive(() => source.tree.read(source.at), spool);
  } catch (error) {
    // Of the build context, not of the archive.
    if (error instanceof DjibError && error.code.startsWith("context/")) throw error;
    throw badArchive(source, error);
  }
}

const badArchive = ({ at, where }: Place, cause: unknown) =>
  problem("add/bad-archive", `${showPath(at)} cannot be unpacked: ${cause instanceof Error ? cause.message : cause}`, {
    where,
    help: "make the archive anew, or write COPY if it shall stay as it is",
    cause,
  });

type Place = { readonly at: ImagePath; readonly where: Location };

/** Where the uncompressed form of the source numbered `index` is kept. */
export const spoolPath = (directory: string, index: number): string => joinHost(directory, `add-${index}.tar`);
