import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { contentTime } from "../../src/build/times/stamp.ts";
import { atEpoch, stampTimes } from "../../src/build/times/times.ts";
import { digestOf } from "../../src/oci/digest.ts";
import type { ImagePath } from "../../src/oci/filesystem/path.ts";
import type { Entry } from "../../src/oci/layer/changeset.ts";
import { mergeTree } from "../../src/oci/layer/merge.ts";
import { changeset, collect, directoryEntry, fileEntry, layerOf, sealed } from "../support/layers.ts";

const base = 315_619_200;
const start = 1_700_000_000;
const metadata = { mode: 0o777, uid: 0, gid: 0 };
const link = (path: string, mtime: number): Entry => ({
  ...metadata,
  type: "symlink",
  path: path as ImagePath,
  target: "f",
  mtime,
});
const hard = (path: string, target: string, mtime: number): Entry => ({
  ...{ ...metadata, type: "hardlink", mtime },
  ...{ path: path as ImagePath, target: target as ImagePath },
});
const empty = mergeTree([]);
const timesOf = (entries: readonly Entry[]): Record<string, number> =>
  Object.fromEntries(entries.map((entry) => [entry.path, "mtime" in entry ? entry.mtime : NaN]));
const content = contentTime(digestOf("text"));

const changes = [
  directoryEntry("d", { mtime: start + 5 }),
  fileEntry("d/new", "text", { mtime: start + 1 }),
  fileEntry("d/old", "text", { mtime: 1_000_000_000 }),
  hard("d/same", "d/new", start + 1),
  link("l", start + 2),
];

describe("the times of a layer", () => {
  it("follow from the content, from 1980-01-02 on", () => {
    assert.equal(new Date(base * 1000).toISOString(), "1980-01-02T00:00:00.000Z");
    assert.equal(content, base + (0x982d9e3e % 2 ** 30));
    assert.notEqual(contentTime(digestOf("texu")), content);
  });

  it("of a RUN: what it wrote is stamped, what it unpacked keeps its time", async () => {
    const stamped = stampTimes(changeset(changes), "content", { writtenSince: start, base: empty });
    assert.deepEqual(timesOf(await collect(stamped.entries())), {
      d: base,
      "d/new": content,
      "d/old": 1_000_000_000,
      "d/same": content,
      l: base,
    });
  });

  it("of a copy from the context: every file is stamped", async () => {
    const stamped = stampTimes(changeset(changes), "content", { writtenSince: -Infinity, base: empty });
    const times = timesOf(await collect(stamped.entries()));
    assert.deepEqual(times, { d: base, "d/new": content, "d/old": content, "d/same": content, l: base });
  });

  it("of a copy from a stage: sealed times stay, directories made on the way get the base time", async () => {
    const entries = [directoryEntry("made", { mtime: start }), fileEntry("made/f", "text", { mtime: content })];
    const stamped = stampTimes(changeset(entries), "content", { writtenSince: start, base: empty });
    assert.deepEqual(timesOf(await collect(stamped.entries())), { made: base, "made/f": content });
  });

  it("leave a directory that was there its time", async () => {
    const lower = await layerOf((await sealed(changeset([directoryEntry("d", { mtime: 77 })]))).tar);
    const facts = { writtenSince: start, base: mergeTree([lower]) };
    const stamped = stampTimes(changeset(changes), "content", facts);
    assert.equal(timesOf(await collect(stamped.entries()))["d"], 77);
  });

  it("with SOURCE_DATE_EPOCH are set where the build made them and clamped where not", async () => {
    const sealedTimes = stampTimes(changeset(changes), "content", { writtenSince: start, base: empty });
    const entries = await collect(sealedTimes.entries());
    const late = [...entries, fileEntry("z", "archive", { mtime: 1_600_000_000 })];
    const dated = atEpoch(changeset(late), 1_500_000_000, empty);
    assert.deepEqual(timesOf(await collect(dated.entries())), {
      d: 1_500_000_000,
      "d/new": 1_500_000_000,
      "d/old": 1_000_000_000,
      "d/same": 1_500_000_000,
      l: 1_500_000_000,
      z: 1_500_000_000,
    });
  });

  it("stay with keep", async () => {
    const kept = stampTimes(changeset(changes), "keep", { writtenSince: start, base: empty });
    assert.deepEqual(await collect(kept.entries()), changes);
  });

  it("make layers equal whatever the clock said", async () => {
    const layer = async (offset: number) => {
      const shifted = changes.map((entry): Entry =>
        "mtime" in entry && entry.mtime >= start ? { ...entry, mtime: entry.mtime + offset } : entry,
      );
      const facts = { writtenSince: start + offset, base: empty };
      return (await sealed(stampTimes(changeset(shifted), "content", facts))).index.sealed.diffId;
    };
    assert.equal(await layer(0), await layer(123_456));
  });

  it("pass the dispose on", async () => {
    let disposed = 0;
    const source = { ...changeset(changes), [Symbol.asyncDispose]: async () => void disposed++ };
    {
      await using _ = stampTimes(source, "content", { writtenSince: start, base: empty });
    }
    assert.equal(disposed, 1);
  });
});
