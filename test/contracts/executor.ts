import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type { Executor, Snapshot } from "../../src/executor/executor.ts";
import type { Store } from "../../src/oci/store/store.ts";
import { busyboxSnapshot, capability, debianSnapshot } from "../support/busybox.ts";
import { describe as describeTree } from "../support/layers.ts";
import { mountsContract } from "./executor-mounts.ts";
import { failure, path, plainCtx, printed, ran, shellStep } from "../support/run-step.ts";

export interface Made {
  readonly executor: Executor;
  readonly store: Store;
}

/** What an implementation cannot do for want of namespaces. */
export interface Traits {
  readonly isolated: boolean;
  /** Commands are real processes on a real kernel; by default. */
  readonly kernel?: boolean;
}

/** What every executor of Linux commands promises. */
export function executorContract(name: string, make: () => Promise<Made & AsyncDisposable>, traits: Traits): void {
  const { kernel = true } = traits;
  describe(name, () => {
    let made: Made & AsyncDisposable;
    let base: Snapshot;
    before(async () => {
      made = await make();
      base = await (kernel ? busyboxSnapshot : debianSnapshot)(made.store);
    });
    after(() => made[Symbol.asyncDispose]());

    it("gives back just what a command changed, whatever it did to files and directories", async () => {
      const { changes, entries } = await ran(made.executor, shellStep(nasty), base);
      assert.deepEqual(entries, nastyEntries);
      const { diffId } = await made.store.layers.seal(changes);
      await changes[Symbol.asyncDispose]();
      const tree = await describeTree(await made.store.layers.tree([...base.diffIds, diffId]));
      const shown = (file: string) => tree[file]?.replace(/ \d{9,} /, " T ");
      assert.equal(shown("/data/owned"), 'file 644 1001:10 100 "owned"');
      assert.equal(shown("/data/fifo"), "fifo 600 0:0 T ");
      assert.equal(shown("/data/first"), 'file 644 0:0 T "linked\\n" x2');
      assert.equal(shown("/data/second"), 'file 644 0:0 T "linked\\n" x2 =/data/first');
      assert.equal(
        shown("/data/was-capable"),
        `file 755 0:0 100 "c" security.capability=${capability.toString("hex")}`,
      );
      assert.equal(shown("/data/link"), "directory 755 0:0 T ");
      assert.equal(shown("/data/sticky"), "directory 3775 1000:50 T ");
      assert.equal(tree["/data/reborn/before"], undefined);
      assert.equal(shown("/data/\xff\xfe"), 'file 644 0:0 T ""');
      assert.equal(shown("/tmp")?.split(" ")[1], "1777");
    });

    it("gives an empty changeset for a command that changes nothing", async () => {
      const { changes, entries } = await ran(made.executor, shellStep("true"), base);
      await changes[Symbol.asyncDispose]();
      assert.deepEqual(entries, []);
    });

    it("leaves out what was only opened for writing, and not what lost its attributes or other bytes alone", async () => {
      const script = ": >>/data/owned; chown 0:0 /data/capable; printf GONE >/data/gone; touch -d @100 /data/gone";
      const { changes, entries } = await ran(made.executor, shellStep(script), base);
      await changes[Symbol.asyncDispose]();
      assert.deepEqual(entries, ["file data/capable", "file data/gone"]);
    });

    it("sees the layers merged: whiteouts, opaque directories, and metadata of undescribed parents", async () => {
      const script = "ls data same; stat -c '%a %u %Y' tmp same";
      const stdout = await printed(made.executor, shellStep(script, { cwd: "/" }), base);
      assert.deepEqual(stdout.split("\n"), [
        ..."data: capable gone link moved old owned reborn to-directory".split(" "),
        ...["", "same:", "new", "1777 0 100", "755 0 200", ""],
      ]);
    });

    it("gives a command its user, groups, directory and environment, and nothing of the host", async () => {
      const script = `id -u; id -g; id -G; pwd; umask; env; cat; ${kernel ? "ls /proc/self/fd 2>/dev/null; " : ""}echo x | tee /dev/stderr >/dev/null`;
      const step = shellStep(script, {
        user: "app",
        cwd: "/app/sub",
        env: [path, "A=1 2", "C=$A", "LD_PRELOAD=/lib/no.so"],
      });
      const { stdout, stderr, changes, entries } = await ran(made.executor, step, base);
      await changes[Symbol.asyncDispose]();
      const lines = stdout.split("\n").filter((line) => !/^(PWD|SHLVL|OLDPWD|_)=/.test(line));
      const [uid, gid, groups, ...rest] = lines;
      assert.deepEqual([uid, gid, ...groups!.split(" ").sort()], ["1000", "1000", "10", "1000", "50"]);
      assert.deepEqual(rest.slice(0, 2), ["/app/sub", "0022"]);
      assert.deepEqual(lines.slice(5, 10).sort(), ["A=1 2", "C=$A", "HOME=/home/app", "LD_PRELOAD=/lib/no.so", path]);
      assert.deepEqual(lines.slice(10), traits.isolated && kernel ? ["0", "1", "2", "3", ""] : [""]);
      assert.match(stderr, /^x\n$/m);
      assert.deepEqual(entries, ["directory app", "directory app/sub"]);
    });

    it("tells how a command failed, with its last lines", async () => {
      const failed = await failure(made.executor, shellStep("seq 30; sleep 0.1; echo why >&2; exit 3"), base);
      assert.equal(failed.code, "run/failed");
      assert.equal(failed.message, "RUN seq 30; sleep 0.1; echo why >&2; exit 3 exited with status 3");
      assert.equal(failed.details.where?.line, 2);
      assert.equal(failed.details.detail?.length, 20);
      assert.ok(failed.details.detail?.includes("why") && failed.details.detail.includes("30"));
      const missing = await failure(made.executor, shellStep("", { args: ["nosuch"] }), base);
      assert.match(missing.message, /^RUN nosuch was not found \(127\)/);
      const killed = await failure(made.executor, shellStep("sh -c 'kill -9 $$'; exit $?"), base);
      assert.match(killed.message, /was killed \(137\): out of memory, perhaps$/);
      const denied = await failure(made.executor, shellStep("", { args: ["/etc/passwd"] }), base);
      assert.match(denied.message, /could not be executed \(126\)/);
    });

    it("shows hosts, resolv.conf and heredoc scripts to the command and keeps them out of the layer", async () => {
      const step = shellStep(
        "cat /etc/hosts; /dev/pipes/EOF; cat /etc/resolv.conf >/dev/null; ls -l /dev/null >/dev/null",
        {
          extraHosts: [{ name: "db.test", address: "10.0.0.7" }],
          scripts: [{ name: "EOF", content: "#!/bin/sh\necho from $0\n" }],
        },
      );
      const { stdout, changes, entries } = await ran(made.executor, step, base);
      await changes[Symbol.asyncDispose]();
      assert.match(stdout, /^127\.0\.0\.1\tlocalhost buildkitsandbox$/m);
      assert.match(stdout, /^10\.0\.0\.7\tdb\.test$/m);
      assert.match(stdout, /^from \/dev\/pipes\/EOF$/m);
      assert.deepEqual(entries, []);
    });

    it("ends what a command left running", async () => {
      const mark = randomBytes(4).readUInt32LE() + 1e10;
      const { changes } = await ran(made.executor, shellStep(`sleep ${mark} & (sleep ${mark} &) ; true`), base);
      await changes[Symbol.asyncDispose]();
      assert.deepEqual(processesWith(String(mark)), []);
    });

    it("ends at once when cancelled, and leaves no process, mount or directory", async () => {
      const mark = randomBytes(4).readUInt32LE() + 1e10;
      const ctx = plainCtx();
      const running = failure(made.executor, shellStep(`echo up; sleep ${mark}`), base, ctx);
      if (kernel) while (processesWith(String(mark)).length === 0) await wait(20);
      else await wait(500);
      ctx.controller.abort();
      assert.equal((await running).code, "run/cancelled");
      assert.deepEqual(processesWith(String(mark)), []);
      assert.ok(!readFileSync("/proc/mounts", "utf8").includes(made.store.root));
      assert.deepEqual(workDirectories(made.store), []);
      assert.deepEqual(controlGroups(made.store), []);
    });

    mountsContract(() => ({ ...made, base }), traits);

    if (traits.isolated && kernel) isolation(() => ({ ...made, base }));
    if (!traits.isolated)
      it("refuses a RUN without network", async () => {
        const refused = await failure(made.executor, shellStep("true", { network: "none" }), base);
        assert.equal(refused.code, "run/unsupported");
      });
  });
}

function isolation(context: () => Made & { base: Snapshot }): void {
  it("gives a RUN without network nothing but loopback, and it is up", async () => {
    const { executor, base } = context();
    const stdout = await printed(executor, shellStep("ip -o link; ip -o addr", { network: "none" }), base);
    assert.match(stdout, /lo: <LOOPBACK,UP/);
    assert.doesNotMatch(stdout, /^2:/m);
  });

  it("is root with Docker's capabilities alone, in namespaces and under a name of its own", async () => {
    const { executor, base } = context();
    const stdout = await printed(
      executor,
      shellStep("grep -E 'CapEff|CapBnd' /proc/self/status; hostname; echo pid $$"),
      base,
    );
    assert.equal(stdout, "CapEff:\t00000000a80425fb\nCapBnd:\t00000000a80425fb\nbuildkitsandbox\npid 1\n");
  });
}

export const processesWith = (mark: string): string[] =>
  readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(`sleep\0${mark}`);
    } catch {
      return false;
    }
  });

/** What is left of runs, in the snapshots of every mode and boot. */
export const workDirectories = ({ snapshots }: Store): string[] =>
  readdirSync(snapshots, { recursive: true, encoding: "latin1" }).filter((path) =>
    /^[^/]+\/[^/]+\/work\/[^/]+$/.test(path),
  );

/** Control groups of this store's runs: they are named after the scratch directories in its tmp/. */
function controlGroups({ snapshots }: Store): string[] {
  const runs = readdirSync(join(dirname(snapshots), "tmp"));
  return ["", ...readdirSync("/sys/fs/cgroup")]
    .map((name) => `/sys/fs/cgroup/${name}`)
    .flatMap((path) => (statSync(path).isDirectory() ? readdirSync(path) : []))
    .filter((name) => runs.some((run) => name.startsWith(`djib-${run}.`)));
}

const nasty = `cd /data
rm gone
mv moved renamed
rm -r old
rm -r reborn; mkdir reborn; touch reborn/both reborn/after
rm to-directory; mkdir to-directory; touch to-directory/in
rm link; mkdir link; touch link/in
chown 1001:10 owned
mv capable was-capable
echo linked >first; ln first second
mkfifo -m 600 fifo
mkdir sticky; chown 1000:50 sticky; chmod 3775 sticky
ln -s /nowhere dangling
touch "$(printf '\\377\\376')" -- -dash
mkdir -p deep/er; rm -r deep
`;

const nastyEntries = [
  "directory data",
  "file data/-dash",
  "whiteout data/capable",
  "symlink data/dangling",
  "fifo data/fifo",
  "file data/first",
  "whiteout data/gone",
  "directory data/link",
  "file data/link/in",
  "whiteout data/moved",
  "whiteout data/old",
  "file data/owned",
  "directory data/reborn",
  "file data/reborn/after",
  "whiteout data/reborn/before",
  "file data/reborn/both",
  "file data/renamed",
  "hardlink data/second",
  "directory data/sticky",
  "directory data/to-directory",
  "file data/to-directory/in",
  "file data/was-capable",
  "file data/\xff\xfe",
];
