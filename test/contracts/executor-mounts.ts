import assert from "node:assert/strict";
import { it } from "node:test";
import type { BindMount, CacheMount, Executor, Mount, MountSource, Snapshot } from "../../src/executor/executor.ts";
import type { Store } from "../../src/oci/store/store.ts";
import { snapshotOf } from "../support/busybox.ts";
import { directoryEntry, fileEntry } from "../support/layers.ts";
import { failure, path, ran, shellStep } from "../support/run-step.ts";

interface Context {
  readonly executor: Executor;
  readonly store: Store;
  readonly base: Snapshot;
}

export const bind = (target: string, source: MountSource, readOnly = true): BindMount => ({
  type: "bind",
  target,
  source,
  readOnly,
});

export const cache = (target: string, more: Partial<CacheMount> = {}): CacheMount => ({
  type: "cache",
  target,
  readOnly: false,
  id: target,
  sharing: "shared",
  base: undefined,
  path: "",
  owner: { mode: 0o755, uid: 0, gid: 0 },
  renew: false,
  ...more,
});

const secret = (target: string, content: string, owner = { mode: 0o400, uid: 0, gid: 0 }): Mount => ({
  type: "secret",
  target,
  content: Buffer.from(content),
  ...owner,
});

/** Two layers, the second of which removes a file of the first. */
export const sourceSnapshot = (store: Store): Promise<Snapshot> =>
  snapshotOf(store, [
    [
      directoryEntry("dir", { mode: 0o750, uid: 1000, gid: 1000 }),
      fileEntry("dir/a", "A"),
      fileEntry("dir/b", "B"),
      fileEntry("\xff", "bytes"),
    ],
    [{ type: "whiteout", path: "dir/b" as never }, fileEntry("dir/c", "C")],
  ]);

/** What every executor promises of RUN --mount. */
export function mountsContract(context: () => Context, { isolated }: { readonly isolated: boolean }): void {
  const refused = isolated ? "refused" : "";
  const run = async (script: string, mounts: readonly Mount[], more: Parameters<typeof shellStep>[1] = {}) => {
    const { executor, base } = context();
    const done = await ran(executor, shellStep(script, { mounts, ...more }), base);
    await done.changes[Symbol.asyncDispose]();
    return done;
  };
  const part = async (at: string, type: "file" | "directory" = "directory"): Promise<MountSource> => ({
    snapshot: await sourceSnapshot(context().store),
    path: at,
    type,
  });

  it("mounts a directory and a file of another tree as they are, read-only, and leaves no trace of it", async () => {
    const mounts = [bind("/new/deep", await part("dir")), bind("/new/file", await part("\xff", "file"))];
    const script =
      "ls /new/deep; stat -c '%a %u' /new/deep; cat /new/deep/c /new/file; touch /new/deep/x 2>/dev/null || echo refused";
    const { stdout, entries } = await run(script, mounts);
    assert.equal(stdout, `a\nc\n750 1000\nCbytes${refused && `${refused}\n`}`);
    assert.deepEqual(entries, []);
  });

  it("discards what is written to a mount that may be written to, and keeps what is written beside it", async () => {
    const mounts = [bind("/data/mnt/x", await part("dir"), false)];
    const { stdout, entries } = await run("cd /data/mnt/x; echo 1 >new; rm a; ls; echo 2 >../beside", mounts);
    assert.equal(stdout, "c\nnew\n");
    assert.deepEqual(entries, ["directory data/mnt", "file data/mnt/beside"]);
    assert.equal((await run("ls /data/mnt/x", mounts)).stdout, "a\nc\n");
  });

  it("hides what is at a mount point, and keeps it", async () => {
    const { stdout, entries } = await run("ls /data; touch /data/x", [
      { type: "tmpfs", target: "/data", readOnly: false, size: 0 },
    ]);
    assert.equal(stdout, "");
    assert.deepEqual(entries, []);
  });

  it("mounts one in another, and makes the place for it there", async () => {
    const mounts: Mount[] = [
      bind("/in", await part("dir"), false),
      cache("/in/cache/deep", { id: "nested" }),
      { type: "tmpfs", target: "/in/cache/deep/tmp", readOnly: false, size: 0 },
    ];
    const { stdout, entries } = await run("cd /in; ls; echo 1 >cache/deep/kept; echo 2 >cache/deep/tmp/gone", mounts);
    assert.equal(stdout, "a\nc\ncache\n");
    assert.deepEqual(entries, []);
    assert.equal((await run("find /c | sort", [cache("/c", { id: "nested" })])).stdout, "/c\n/c/kept\n/c/tmp\n");
  });

  it("keeps a cache from one RUN to the next, with its owner and mode, outside of the layer", async () => {
    const mounts = [cache("/root/.cache/pip", { owner: { mode: 0o700, uid: 1000, gid: 1000 } })];
    const first = await run("cd /root/.cache/pip; stat -c '%a %u %g' .; echo kept >file", mounts, { user: "app" });
    assert.equal(first.stdout, "700 1000 1000\n");
    assert.deepEqual(first.entries, []);
    assert.equal((await run("cat /root/.cache/pip/file", mounts)).stdout, "kept\n");
    const readOnly = mounts.map((mount) => ({ ...mount, readOnly: true }));
    await run("echo no 2>/dev/null >/root/.cache/pip/file; true", readOnly);
    assert.equal((await run("cat /root/.cache/pip/file", mounts)).stdout, "kept\n");
    const other = mounts.map((mount) => ({ ...mount, id: "other" }));
    assert.equal((await run("ls /root/.cache/pip", other)).stdout, "");
    const renewed = mounts.map((mount) => ({ ...mount, renew: true }));
    assert.equal((await run("ls /root/.cache/pip; touch /root/.cache/pip/again", renewed)).stdout, "");
    assert.equal((await run("ls /root/.cache/pip", mounts)).stdout, "again\n");
  });

  it("begins a cache with the files it is based on, and shows a part of one", async () => {
    const mounts = [cache("/c", { id: "based", base: await part("dir") })];
    assert.equal(
      (await run("ls /c; stat -c '%a %u' /c; rm /c/a; mkdir /c/sub; echo s >/c/sub/s", mounts)).stdout,
      "a\nc\n750 1000\n",
    );
    assert.equal((await run("ls /c", mounts)).stdout, "c\nsub\n");
    assert.equal((await run("cat /d/s", [cache("/d", { id: "based", path: "sub" })])).stdout, "s\n");
  });

  it("shows a secret as a file and as a variable, to the user it belongs to, and nowhere else", async () => {
    const mounts = [
      secret("/run/secrets/token", "s3cret\n"),
      secret("/home/app/token", "mine", { mode: 0o440, uid: 1000, gid: 10 }),
    ];
    const more = { env: [path, "TOKEN=plain"], secretEnv: [{ name: "TOKEN", value: "it's a\nsecret" }] };
    const script =
      "cat /run/secrets/token; stat -c '%a %u %g' /run/secrets/token /home/app/token; echo \"$TOKEN\"; env | grep -c ^TOKEN=; echo x 2>/dev/null >/run/secrets/token || echo refused";
    const { stdout, entries } = await run(script, mounts, more);
    assert.equal(stdout, `s3cret\n400 0 0\n440 1000 10\nit's a\nsecret\n1\n${refused && `${refused}\n`}`);
    assert.deepEqual(entries, []);
    assert.equal((await run("cat /home/app/token", mounts, { user: "app" })).stdout, "mine");
    assert.equal((await run("cat /run/secrets/token 2>/dev/null || echo no", mounts, { user: "app" })).stdout, "no\n");
  });

  it("refuses a place that leads into the sandbox's own file systems, or that is no directory", async () => {
    const { executor, base } = context();
    for (const target of ["/proc/x", "/etc/passwd/x"]) {
      const step = shellStep("true", { mounts: [cache(target)] });
      assert.equal((await failure(executor, step, base)).code, "run/hostile-mount-point", target);
    }
  });
}
