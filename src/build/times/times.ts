import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import type { ImagePath } from "../../oci/filesystem/path.ts";
import type { Changeset, Entry, FileEntry } from "../../oci/layer/changeset.ts";
import { isByteCode, restampByteCode, type SourceTimes } from "./bytecode.ts";
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

/**
 * The same changes with the times that the policy gives, and with byte code that was valid valid
 * again. `entries` reads those of what it is given twice, three times where there are hard links;
 * dispose is passed on.
 */
export function stampTimes(changes: Changeset, policy: TimePolicy, facts: TimeFacts): Changeset {
  if (policy.kind === "keep") return changes;
  return {
    entries: () => stamped(changes, policy, facts),
    [Symbol.asyncDispose]: () => changes[Symbol.asyncDispose](),
  };
}

type Stamping = Exclude<TimePolicy, { readonly kind: "keep" }>;

async function* stamped(changes: Changeset, policy: Stamping, facts: TimeFacts): AsyncGenerator<Entry> {
  const seen = await lookAhead(changes, policy, facts);
  for await (const entry of changes.entries()) {
    if (entry.type === "whiteout" || entry.type === "opaque") yield entry;
    else if (entry.type === "hardlink") yield { ...entry, mtime: seen.linked.get(entry.target) ?? entry.mtime };
    else if (entry.type !== "file") yield { ...entry, mtime: otherTime(entry, policy, facts) };
    else {
      const content = isByteCode(entry.path) ? await restampByteCode(entry, seen.sources) : entry.content;
      yield { ...entry, content, mtime: fileTime({ ...entry, content }, policy, facts) };
    }
  }
}

/** What an entry must know of others, which may come after it. */
async function lookAhead(changes: Changeset, policy: Stamping, facts: TimeFacts) {
  const sources = new Map<ImagePath, SourceTimes>();
  const links: { readonly path: ImagePath; readonly target: ImagePath }[] = [];
  let hasByteCode = false;
  for await (const entry of changes.entries()) {
    if (entry.type === "hardlink") links.push({ path: entry.path, target: entry.target });
    if (entry.type !== "file") continue;
    hasByteCode ||= isByteCode(entry.path);
    if (!entry.path.endsWith(".py")) continue;
    const after = fileTime(entry, policy, facts);
    if (after !== entry.mtime) sources.set(entry.path, { before: entry.mtime, after, size: entry.content.size });
  }
  if (!hasByteCode) sources.clear();
  for (const { path, target } of links) {
    const source = sources.get(target);
    if (source !== undefined) sources.set(path, source);
  }
  return {
    sources,
    linked: await timesOf(new Set(links.map(({ target }) => target)), changes, policy, facts, sources),
  };
}

/** New times of files that have further names. */
async function timesOf(
  wanted: ReadonlySet<ImagePath>,
  changes: Changeset,
  policy: Stamping,
  facts: TimeFacts,
  sources: ReadonlyMap<ImagePath, SourceTimes>,
): Promise<ReadonlyMap<ImagePath, number>> {
  const times = new Map<ImagePath, number>();
  if (wanted.size === 0) return times;
  for await (const entry of changes.entries()) {
    if (entry.type !== "file" || !wanted.has(entry.path)) continue;
    const content = isByteCode(entry.path) ? await restampByteCode(entry, sources) : entry.content;
    times.set(entry.path, fileTime({ ...entry, content }, policy, facts));
  }
  return times;
}

function fileTime({ mtime, content }: FileEntry, policy: Stamping, { writtenSince }: TimeFacts): number {
  if (policy.kind === "epoch") return writtenSince === -Infinity ? policy.seconds : Math.min(mtime, policy.seconds);
  return mtime >= writtenSince ? contentTime(content.digest) : mtime;
}

function otherTime(
  { path, type, mtime }: Extract<Entry, { readonly mtime: number }>,
  policy: Stamping,
  { writtenSince, base }: TimeFacts,
): number {
  if (mtime < writtenSince) return policy.kind === "epoch" ? Math.min(mtime, policy.seconds) : mtime;
  const there = type === "directory" ? base.lstat(path) : undefined;
  if (there?.type === "directory") return there.mtime;
  return policy.kind === "epoch" ? policy.seconds : baseTime;
}
