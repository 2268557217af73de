import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createReadStream, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { stampTimes } from "../../src/build/times/times.ts";
import type { Executor, Snapshot } from "../../src/executor/executor.ts";
import type { Digest } from "../../src/oci/digest.ts";
import type { ImagePath } from "../../src/oci/filesystem/path.ts";
import type { Entry } from "../../src/oci/layer/changeset.ts";
import type { SealedLayer } from "../../src/oci/layer/sealed.ts";
import type { Store } from "../../src/oci/store/store.ts";
import { busyboxSnapshot, capability, symlinkEntry } from "../support/busybox.ts";
import { changeset, directoryEntry, fileEntry } from "../support/layers.ts";
import { linuxBundle } from "../support/linux-bundle.ts";
import { ran, shellStep } from "../support/run-step.ts";
import { type TemporaryStore, temporaryStore } from "../support/store.ts";

const { linuxExecutor } = await linuxBundle();

const script = `cd /data; rm gone; mv moved renamed; mkdir made; echo one >made/one; ln made/one made/linked
rm to-directory; mkdir to-directory; touch -d @-86400 old/one; ln -s /nowhere dangling; echo kept >/dev/kept; mkdir /proc/kept
`;

/** What a COPY, an ADD of an archive or a layer of another stage may do to what is there. */
const copied: readonly Entry[] = [
  directoryEntry("data", { mtime: 300 }),
  { ...directoryEntry("data/link", { mtime: 300 }), xattrs: new Map([["user.kept", Buffer.from("1")]]) } as Entry,
  fileEntry("data/link/in", "in", { mtime: 300 }),
  fileEntry("data/made", "a file now", { mtime: 300 }),
  fileEntry("data/old/one", "another one", { mtime: 300 }),
  {
    ...fileEntry("data/owned", "owned", { mode: 0o755 }),
    xattrs: new Map([["security.capability", capability]]),
  } as Entry,
  { type: "whiteout", path: "data/reborn" as ImagePath },
  symlinkEntry("data/to-directory", "old"),
  directoryEntry("same", { mode: 0o1777, mtime: 300 }),
  { type: "opaque", path: "same" as ImagePath },
  fileEntry("same/newer", "newer", { mtime: 300 }),
  fileEntry("usr/bin/tool", "tool", { mode: 0o4755, mtime: 300 }),
];

describe("where nothing can be mounted, the tree that a RUN leaves", () => {
  let made: TemporaryStore;
  let other: TemporaryStore;
  before(async () => void ([made, other] = [await temporaryStore(), await temporaryStore()]));
  after(async () => {
    await made[Symbol.asyncDispose]();
    await other[Symbol.asyncDispose]();
  });

  const by = (store: Store): Executor => linuxExecutor({ store, mode: "chroot" });

  it("serves the next one, brought up to the layers between them as if all had been unpacked", async () => {
    const base = await busyboxSnapshot(made.store);
    const executor = by(made.store);
    const first = await layerOf(executor, made.store, script, base);
    const [kept] = keptTrees(made.store);
    const inode = inodeOf(kept!);
    const copy = await made.store.layers.seal(changeset([...copied]));
    const diffIds = [...base.diffIds, first.diffId, copy.diffId];
    await layerOf(executor, made.store, "touch /after", upon(made.store, base, diffIds));
    const [next, ...more] = keptTrees(made.store);
    assert.deepEqual(more, []);
    assert.ok(!existsSync(kept!), "it was moved, not copied");
    assert.equal(inodeOf(next!), inode);

    for (const diffId of diffIds)
      await other.store.layers.add(createReadStream(made.store.layers.tarPath(diffId)), diffId);
    await layerOf(by(other.store), other.store, "touch /after", upon(other.store, base, diffIds));
    assert.equal(listed(next!), listed(keptTrees(other.store)[0]!));
    assert.match(listed(next!), /data\/link\/in/);
  });

  it("is thrown away where the RUN leads its own mount points out of it", async () => {
    const outside = mkdtempSync(join(tmpdir(), "djib-outside-"));
    const base = await busyboxSnapshot(made.store, [fileEntry("another", "base")]);
    for (const place of ["hosts", "kept"]) writeFileSync(join(outside, place), "the host's\n");
    const before = keptTrees(made.store);
    const evil = `busybox mv /etc /was; ln -s ${outside} /etc`;
    await layerOf(by(made.store), made.store, evil, base);
    await layerOf(by(made.store), made.store, `rm -rf /dev; ln -s ${outside} /dev`, base);
    assert.deepEqual(keptTrees(made.store), before);
    assert.deepEqual(readdirSync(outside), ["hosts", "kept"]);
    rmSync(outside, { recursive: true });
  });
});

const upon = (store: Store, base: Snapshot, diffIds: readonly Digest[]): Snapshot => ({
  ...base,
  diffIds,
  tree: () => store.layers.tree(diffIds),
});

/** Runs, seals and tells of it, as a build does. */
async function layerOf(executor: Executor, store: Store, step: string, base: Snapshot): Promise<SealedLayer> {
  const { changes } = await ran(executor, shellStep(step), base);
  const stamped = stampTimes(changes, "content", { writtenSince: 1e9, base: await base.tree() });
  const layer = await store.layers.seal(stamped);
  await (changes as typeof changes & { sealed(layer: SealedLayer): Promise<void> }).sealed(layer);
  await changes[Symbol.asyncDispose]();
  return layer;
}

const keptTrees = ({ snapshots }: Store): string[] =>
  readdirSync(join(snapshots, "chroot")).flatMap((boot) =>
    readdirSync(join(snapshots, "chroot", boot))
      .filter((name) => /^[0-9a-f]{64}$/.test(name))
      .map((name) => join(snapshots, "chroot", boot, name)),
  );

const inodeOf = (tree: string): string =>
  execFileSync("stat", ["--format", "%i", join(tree, "bin/busybox")], { encoding: "utf8" });

/** All of a tree but inode numbers, change times, and what a sandbox mounts over. */
function listed(tree: string): string {
  const list = "find . -printf '%p %y %m %U:%G %l ' \\( -type d -printf '%T@\\n' -o -printf '%T@ %n %s\\n' \\)";
  const show = `${list} | grep -vE '^\\.(/etc|/dev|/proc|/sys)? ' | sort; getfattr -R -h -d -m - . | sort; find . -type f -exec sha256sum {} + | sort`;
  return execFileSync("sh", ["-c", show], { cwd: tree, env: { ...process.env, LC_ALL: "C" }, encoding: "latin1" });
}
