import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { stampTimes } from "../../src/build/times/times.ts";
import type { Executor, RunChanges, Snapshot } from "../../src/executor/executor.ts";
import type { ImagePath } from "../../src/oci/filesystem/path.ts";
import { mapEntries } from "../../src/oci/layer/map-entries.ts";
import type { SealedLayer } from "../../src/oci/layer/sealed.ts";
import { workDirectories } from "../contracts/executor.ts";
import { busyboxSnapshot } from "../support/busybox.ts";
import { linuxBundle } from "../support/linux-bundle.ts";
import { printed, ran, shellStep } from "../support/run-step.ts";
import { bytesOf, type TemporaryStore, temporaryStore } from "../support/store.ts";

const { linuxExecutor } = await linuxBundle();

/** PEP 552: magic, no flags, the time and size of the source: what it is made of is filled in by the shell. */
const script = `cd /data
rm gone; rm -r old; rm -r reborn; mkdir reborn; touch reborn/after
mv moved renamed; rm to-directory; mkdir to-directory; touch to-directory/in
rm link; mkdir link; chown 1001:10 owned; mv capable was-capable
echo linked >first; ln first second; mkfifo -m 600 fifo
mkdir sticky; chown 1000:50 sticky; chmod 3775 sticky; ln -s /nowhere dangling
touch "$(printf '\\377\\376')" -- -dash
touch -d @-86400 ancient; ln -s ancient to-ancient; touch -h -d @-5 to-ancient
mknod zero c 1 5
echo 'x = 1' >m.py; mkdir __pycache__
now=$(stat -c %Y m.py)
byte() { printf "\\\\$(printf %o $((now >> $1 & 255)))"; }
{ printf 'magi\\0\\0\\0\\0'; byte 0; byte 8; byte 16; byte 24; printf '\\6\\0\\0\\0code'; } >__pycache__/m.cpython-311.pyc
ln __pycache__/m.cpython-311.pyc again.pyc
ln -s /data/socket /dev/log; busybox syslogd; while ! test -S socket; do sleep 0.02; done
touch /tmp/deep; mkdir /new; touch /new/file
`;

describe("the tree that a RUN leaves", () => {
  let made: TemporaryStore;
  let executor: Executor;
  let base: Snapshot;
  before(async () => {
    made = await temporaryStore();
    executor = linuxExecutor({ store: made.store, mode: "root" });
    base = await busyboxSnapshot(made.store);
  });
  after(() => made[Symbol.asyncDispose]());

  /** Runs and seals as a build does, with the time of each file following from its content. */
  async function layerOf(step: string, told: boolean): Promise<SealedLayer> {
    const changes: RunChanges = (await ran(executor, shellStep(step), base)).changes;
    const stamped = stampTimes(changes, "content", { writtenSince: 1e9, base: await base.tree() });
    const layer = await made.store.layers.seal(stamped);
    if (told) await changes.sealed!(layer);
    await changes[Symbol.asyncDispose]();
    return layer;
  }
  const upon = (layer: SealedLayer): Snapshot => {
    const diffIds = [...base.diffIds, layer.diffId];
    return { ...base, diffIds, tree: () => made.store.layers.tree(diffIds) };
  };
  const names = () => new Set(snapshots(made.store.snapshots));

  it("becomes the snapshot of its layer, in nothing other than the layer unpacked", async () => {
    await printed(executor, shellStep("true"), base);
    const before = names();
    const layer = await layerOf(script, true);
    const [adopted, ...more] = [...names()].filter((name) => !before.has(name));
    assert.deepEqual(more, []);
    const shown = merged(before, adopted!);
    assert.match(shown, /ancient .*-86400/);
    const pyc = await bytesOf((await upon(layer).tree()).read("data/again.pyc" as ImagePath));
    const source = (await upon(layer).tree()).lstat("data/m.py" as ImagePath);
    assert.equal(pyc.readUInt32LE(8), source?.mtime, "its bytes are not those that the RUN wrote");
    rmSync(adopted!, { recursive: true });
    await printed(executor, shellStep("true"), upon(layer));
    assert.equal(merged(before, adopted!), shown);
  });

  it("is what the next RUN stands on", async () => {
    const layer = await layerOf("mkdir /next; echo one >/next/file; rm /data/gone", true);
    const before = names();
    const seen = await printed(executor, shellStep("cat /next/file; ls /data/gone || echo gone"), upon(layer));
    assert.match(seen, /^one\ngone\n$/);
    assert.deepEqual(names(), before, "nothing was unpacked");
  });

  it("is let go where the layer is not what the RUN wrote, where nobody tells what became of it, and where it breaks", async () => {
    await printed(executor, shellStep("true"), base);
    const before = names();
    await layerOf("echo untold >/untold", false);
    const changes: RunChanges = (await ran(executor, shellStep("echo a >/a; echo b >/b"), base)).changes;
    const layer = await made.store.layers.seal(
      mapEntries(changes, (entry) => (entry.path === "b" ? undefined : entry)),
    );
    await changes.sealed!(layer);
    await changes[Symbol.asyncDispose]();
    const stuck: RunChanges = (await ran(executor, shellStep("echo stuck >/stuck"), base)).changes;
    const other = await made.store.layers.seal(stuck);
    const [work] = workDirectories(made.store);
    rmSync(join(made.store.snapshots, work!, "upper/stuck"));
    await stuck.sealed!(other);
    await stuck[Symbol.asyncDispose]();
    assert.deepEqual(workDirectories(made.store), []);
    assert.deepEqual(names(), before);
    assert.equal(await printed(executor, shellStep("ls /a /b 2>/dev/null || :"), upon(layer)), "/a\n");
  });
});

/** Directories of unpacked layers. */
function snapshots(root: string): string[] {
  return readdirSync(join(root, "root"))
    .flatMap((boot) => readdirSync(join(root, "root", boot)).map((name) => join(root, "root", boot, name)))
    .filter((path) => /^[0-9a-f]{64}$/.test(basename(path)))
    .sort();
}

/** All that an overlay of these directories shows, but inode numbers, change times and the links of directories. */
function merged(below: ReadonlySet<string>, top: string): string {
  const place = mkdtempSync(join(tmpdir(), "djib-merged-"));
  const lower = [top, ...below].join(":");
  mkdirSync(join(place, "m"));
  try {
    execFileSync("mount", ["-t", "overlay", "overlay", "-o", `ro,lowerdir=${lower}`, join(place, "m")]);
    const format = "%p %y %m %U:%G %T@ %l";
    const list = `find . -type d -printf '${format}\\n' -o -printf '${format} x%n\\n' | sort`;
    const show = `${list}; getfattr -R -h -d -m - . | sort; find . -type f -exec sha256sum {} + | sort`;
    return execFileSync("sh", ["-c", show], {
      cwd: join(place, "m"),
      env: { ...process.env, LC_ALL: "C" },
      encoding: "latin1",
    });
  } finally {
    execFileSync("umount", [join(place, "m")]);
    rmSync(place, { recursive: true });
  }
}
