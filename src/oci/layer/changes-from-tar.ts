import { closeSync, openSync, writeSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { Changeset } from "./changeset.ts";
import { changesOf } from "./changes-of.ts";
import { indexTar } from "./index-tar.ts";
import { openFileRanges } from "./ranges.ts";

/**
 * A changeset of a tar that can be read only once (from a child process, say), in any order and with
 * whiteouts as `.wh.` names: it is spooled to the file `spool`, which must not exist, and indexed as
 * it passes; content is read from there. Disposing removes the file; so does rejecting, with what
 * `indexTar` rejects with.
 */
export async function changesFromTar(tar: AsyncIterable<Uint8Array>, spool: string): Promise<Changeset> {
  const file = openSync(spool, "wx+", 0o600);
  const remove = () => {
    closeSync(file);
    return rm(spool, { force: true });
  };
  try {
    const index = await indexTar(tar, (bytes) => writeAll(file, bytes));
    const changes = changesOf(index, openFileRanges(file, spool));
    return { entries: () => changes.entries(), [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}
