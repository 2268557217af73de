import { sameXattrs } from "../../oci/filesystem/xattrs.ts";
import type { Changeset, Content, Entry } from "../../oci/layer/changeset.ts";
import type { Stamp } from "./worker/protocol.ts";

/** How many stamps a worker is sent at once. */
const batchSize = 1000;

/** Larger files are not compared byte by byte. */
const mostCompared = 1 << 24;

/**
 * What to do to files that have the entries `own` to have those of `sealed`, in batches: other
 * times, and other bytes at some places. undefined where there is more to it; what was
 * yielded before is then of no use.
 */
export async function* stamps(own: Changeset, sealed: Changeset): AsyncGenerator<readonly Stamp[] | undefined> {
  const sealedEntries = iterate(sealed.entries());
  let batch: Stamp[] = [];
  for await (const before of own.entries()) {
    const next = sealedEntries.next();
    const { value: after, done } = next instanceof Promise ? await next : next;
    if (done === true || !isSame(before, after)) return yield undefined;
    if (isMark(after) || after.type === "hardlink") continue;
    const stamp = { path: after.path, mtime: after.mtime };
    if (before.type === "file" && after.type === "file" && before.content.digest !== after.content.digest)
      batch.push({ ...stamp, patches: await patches(before.content, after.content) });
    else batch.push(stamp);
    if (batch.length >= batchSize) {
      yield batch;
      batch = [];
    }
  }
  yield (await sealedEntries.next()).done === true ? batch : undefined;
}

/** Changesets of the store are synchronous, and awaiting each of a hundred thousand entries is not cheap. */
const iterate = (entries: AsyncIterable<Entry> | Iterable<Entry>): AsyncIterator<Entry> | Iterator<Entry> =>
  Symbol.iterator in entries ? entries[Symbol.iterator]() : entries[Symbol.asyncIterator]();

type Described = Exclude<Entry, { readonly type: "whiteout" | "opaque" }>;

const isMark = (entry: Entry): entry is Exclude<Entry, Described> =>
  entry.type === "whiteout" || entry.type === "opaque";

/** But for the time and, at the same size, the content. */
function isSame(a: Entry, b: Entry): boolean {
  if (a.path !== b.path || a.type !== b.type) return false;
  if (isMark(a) || isMark(b)) return true;
  if (a.mode !== b.mode || a.uid !== b.uid || a.gid !== b.gid || !sameXattrs(a.xattrs, b.xattrs)) return false;
  if ("target" in a && "target" in b) return a.target === b.target;
  if ("device" in a && "device" in b) return a.device.major === b.device.major && a.device.minor === b.device.minor;
  if (a.type !== "file" || b.type !== "file" || a.content.digest === b.content.digest) return true;
  // Writing to a file takes its capabilities away.
  return a.content.size === b.content.size && a.content.size <= mostCompared && (a.xattrs?.size ?? 0) === 0;
}

/** Where two contents of one size differ. */
async function patches(before: Content, after: Content): Promise<NonNullable<Stamp["patches"]>> {
  const [a, b] = [await bytesOf(before), await bytesOf(after)];
  const found: [number, string][] = [];
  for (let at = 0; at < b.length; at++) {
    if (a[at] === b[at]) continue;
    const start = at;
    while (at < b.length && a[at] !== b[at]) at++;
    found.push([start, b.toString("hex", start, at)]);
  }
  return found;
}

async function bytesOf(content: Content): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content.open()) chunks.push(Uint8Array.from(chunk));
  return Buffer.concat(chunks);
}
