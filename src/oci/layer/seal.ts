import { createHash } from "node:crypto";
import { finish } from "../digest.ts";
import { nameOf, parentOf, showPath } from "../filesystem/path.ts";
import type { Changeset, Content, Entry } from "./changeset.ts";
import { EntryOrder } from "./entry-order.ts";
import { problem } from "./errors.ts";
import { IndexBuilder } from "./index-builder.ts";
import type { LayerIndex } from "./layer-index.ts";
import type { SealedLayer } from "./sealed.ts";
import { Staging } from "./staging.ts";
import { endOfArchive, paddingOf } from "./tar/block.ts";
import { encodeHeader } from "./tar/writer.ts";
import { checkPath, opaqueName, refuseReserved, whiteoutName } from "./whiteout.ts";

export interface Sealed {
  readonly sealed: SealedLayer;
  readonly index: LayerIndex;
}

/**
 * Writes a changeset as a layer, with its digests and index, in one pass: equal changesets give equal
 * bytes on every host. `write` gets up to 1 MiB at a time, valid during the call alone. Content is
 * checked against its size and digest as it passes: `layer/changed-content` where it differs. A
 * changeset that breaks its contract (order, a path twice, a link to nothing) is a bug in djib and
 * rejects with a plain error. On rejection what was written is of no use.
 */
export async function seal(changes: Changeset, write: (bytes: Uint8Array) => void): Promise<Sealed> {
  const index = new IndexBuilder();
  const order = new EntryOrder(index.nodes);
  const staging = new Staging((bytes) => {
    index.update(bytes);
    write(bytes);
  });
  for await (const entry of changes.entries()) {
    order.check(entry);
    checkPath(entry.path);
    if (entry.type !== "opaque") refuseReserved(entry.path);
    const size = entry.type === "file" ? entry.content.size : 0;
    staging.put(encodeHeader({ entry, name: nameInTar(entry), size }));
    const offset = staging.offset;
    if (entry.type === "file") await copyContent(entry.content, entry.path, staging);
    index.add(nodeOf(entry, offset));
  }
  staging.put(endOfArchive);
  staging.flush();
  const made = index.finish();
  return { sealed: made.sealed, index: made };
}

function nameInTar(entry: Entry): string {
  if (entry.type === "whiteout") return whiteoutName(entry.path);
  if (entry.type === "opaque") return opaqueName(entry.path);
  return entry.type === "directory" ? `${entry.path === "" ? "." : entry.path}/` : entry.path;
}

async function copyContent(content: Content, path: Entry["path"], staging: Staging): Promise<void> {
  const changed = (why: string) =>
    problem("layer/changed-content", `${showPath(path)} changed while it was read: ${why}`, {
      help: "something else writes to it; run the build again when that is done",
    });
  const hash = createHash("sha256");
  let left = content.size;
  const take = (bytes: Uint8Array) => {
    left -= bytes.length;
    if (left < 0) throw changed("it is longer than it was");
    hash.update(bytes);
    staging.put(bytes);
  };
  const chunks = content.open();
  if (Symbol.iterator in chunks) for (const bytes of chunks) take(bytes);
  else for await (const bytes of chunks) take(bytes);
  if (left > 0) throw changed("it is shorter than it was");
  if (finish(hash) !== content.digest) throw changed("its content is another one");
  staging.zeros(paddingOf(content.size));
}

function nodeOf(entry: Entry, offset: number) {
  const name = { directory: parentOf(entry.path), name: nameOf(entry.path) };
  if (entry.type === "whiteout" || entry.type === "opaque") return { kind: entry.type, ...name };
  const { type: kind, mode, uid, gid, mtime, xattrs } = entry;
  return {
    kind,
    ...name,
    mode,
    uid,
    gid,
    mtime,
    xattrs,
    ...(entry.type === "file" ? { size: entry.content.size, digest: entry.content.digest, offset } : {}),
    ...(entry.type === "symlink" || entry.type === "hardlink" ? { target: entry.target } : {}),
    ...(entry.type === "character" || entry.type === "block" ? { device: entry.device } : {}),
  };
}
