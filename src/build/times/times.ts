import type { Digest } from "../../oci/digest.ts";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import type { ImagePath } from "../../oci/filesystem/path.ts";
import type { Changeset, Content, Entry, FileEntry } from "../../oci/layer/changeset.ts";
import { type FindSource, isByteCode, restampByteCode, type SourceTimes } from "./bytecode.ts";
import type { TimePolicy } from "./policy.ts";
import { baseTime, contentTime } from "./stamp.ts";

export interface TimeFacts {
  /**
   * Second from which on a time is the build's own doing: its start for RUN and for what
   * `COPY --from` and WORKDIR make, -Infinity for files of the context. Older ones are the
   * content's own (an unpacked archive, a sealed stage) and stay.
   */
  readonly writtenSince: number;
  /** The tree below: a directory that is there keeps its time. */
  readonly base: Filesystem;
}

type Timed = Extract<Entry, { readonly mtime: number }>;

/** New times of entries. `content` is what the file will hold: byte code changes with its source's time. */
interface Dating {
  file(entry: FileEntry, content: Content): number;
  other(entry: Timed): number;
  /** Times of a source that lies in a layer underneath, where those change too. */
  below?(path: ImagePath): SourceTimes | undefined;
}

/**
 * The same changes with times that follow from content, where the build made them, and with byte
 * code that was valid valid again. `keep` leaves all as it is.
 */
export function stampTimes(changes: Changeset, policy: TimePolicy, { writtenSince, base }: TimeFacts): Changeset {
  if (policy === "keep") return changes;
  return dated(changes, {
    file: ({ mtime }, content) => (mtime >= writtenSince ? contentTime(content.digest) : mtime),
    other: ({ path, type, mtime }) => {
      if (mtime < writtenSince) return mtime;
      const there = type === "directory" ? base.lstat(path) : undefined;
      return there?.type === "directory" ? there.mtime : baseTime;
    },
  });
}

/**
 * Changes whose times follow from content, as SOURCE_DATE_EPOCH has them: what the build made gets
 * that time, what has a time of its own is clamped to it. `below` are the layers under it that are
 * treated alike: byte code may lie above its source.
 */
export const atEpoch = (changes: Changeset, seconds: number, below: Filesystem): Changeset => {
  const fileTime = (mtime: number, digest: Digest | undefined) =>
    digest !== undefined && mtime === contentTime(digest) ? seconds : Math.min(mtime, seconds);
  return dated(changes, {
    file: ({ mtime, content }) => fileTime(mtime, content.digest),
    other: ({ mtime }) => (mtime === baseTime ? seconds : Math.min(mtime, seconds)),
    below: (path) => {
      const stat = below.lstat(path);
      if (stat?.type !== "file") return undefined;
      return { before: stat.mtime, after: fileTime(stat.mtime, stat.digest), size: stat.size };
    },
  });
};

/** `entries` reads those of what it is given twice, three times where there are hard links; dispose is passed on. */
const dated = (changes: Changeset, dating: Dating): Changeset => ({
  entries: () => datedEntries(changes, dating),
  [Symbol.asyncDispose]: () => changes[Symbol.asyncDispose](),
});

async function* datedEntries(changes: Changeset, dating: Dating): AsyncGenerator<Entry> {
  const seen = await lookAhead(changes, dating);
  for await (const entry of changes.entries()) {
    if (entry.type === "whiteout" || entry.type === "opaque") yield entry;
    else if (entry.type === "hardlink") yield { ...entry, mtime: seen.linked.get(entry.target) ?? entry.mtime };
    else if (entry.type !== "file") yield { ...entry, mtime: dating.other(entry) };
    else {
      const content = isByteCode(entry.path) ? await restampByteCode(entry, seen.source) : entry.content;
      yield { ...entry, content, mtime: dating.file(entry, content) };
    }
  }
}

/** What an entry must know of others, which may come after it. */
async function lookAhead(changes: Changeset, dating: Dating) {
  const sources = new Map<ImagePath, SourceTimes>();
  const links: { readonly path: ImagePath; readonly target: ImagePath }[] = [];
  let hasByteCode = false;
  for await (const entry of changes.entries()) {
    if (entry.type === "hardlink") links.push({ path: entry.path, target: entry.target });
    if (entry.type !== "file") continue;
    hasByteCode ||= isByteCode(entry.path);
    if (!entry.path.endsWith(".py")) continue;
    const after = dating.file(entry, entry.content);
    if (after !== entry.mtime) sources.set(entry.path, { before: entry.mtime, after, size: entry.content.size });
  }
  if (!hasByteCode) sources.clear();
  for (const { path, target } of links) {
    const source = sources.get(target);
    if (source !== undefined) sources.set(path, source);
  }
  const source: FindSource = (path) => sources.get(path) ?? dating.below?.(path);
  return { source, linked: await timesOf(new Set(links.map(({ target }) => target)), changes, dating, source) };
}

/** New times of files that have further names. */
async function timesOf(
  wanted: ReadonlySet<ImagePath>,
  changes: Changeset,
  dating: Dating,
  source: FindSource,
): Promise<ReadonlyMap<ImagePath, number>> {
  const times = new Map<ImagePath, number>();
  if (wanted.size === 0) return times;
  for await (const entry of changes.entries()) {
    if (entry.type !== "file" || !wanted.has(entry.path)) continue;
    const content = isByteCode(entry.path) ? await restampByteCode(entry, source) : entry.content;
    times.set(entry.path, dating.file(entry, content));
  }
  return times;
}
