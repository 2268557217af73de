import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { cleanPath } from "../../src/oci/filesystem/path.ts";
import type { Entry } from "../../src/oci/layer/changeset.ts";
import { openStore } from "../../src/oci/store/open.ts";
import type { Store } from "../../src/oci/store/store.ts";
import { hostPath } from "../../src/sinks/host/host-name.ts";
import { writeTree } from "../../src/sinks/host/write-tree.ts";
import { localDirectory } from "../../src/sinks/local-directory.ts";
import { testCtx } from "../support/ctx.ts";
import { device, file, folder, hardlink, imageWith, symlink } from "../support/sample-image.ts";

describe("a local directory", () => {
  let home = "";
  let store: Store;
  before(async () => {
    home = mkdtempSync(path.join(tmpdir(), "djib-local-"));
    store = await openStore(path.join(home, "store"), testCtx().host);
  });
  after(async () => {
    await store[Symbol.asyncDispose]();
    rmSync(home, { recursive: true });
  });
  const fresh = () => path.join(mkdtempSync(path.join(home, "out-")), "made");
  const write = async (dest: string, ...entries: Entry[]) => {
    const ctx = testCtx();
    await localDirectory({ dest, store })(await imageWith(store, [entries]), ctx);
    return ctx.events.filter((event) => event.type === "warning");
  };

  it("keeps content, modes, times and links; owners become the user's and set-user-ID goes", async () => {
    const dest = fresh();
    const odd = file("etc/su", "su", { mode: 0o4755, uid: 1234, gid: 1234 });
    await write(
      dest,
      folder("etc", { mode: 0o750 }),
      file("etc/a", "a", { mode: 0o640 }),
      hardlink("etc/b", "etc/a"),
      symlink("etc/l", "/etc/a"),
      odd,
    );
    const [a, b, su] = ["a", "b", "su"].map((name) => lstatSync(path.join(dest, "etc", name)));
    assert.deepEqual([a!.mode & 0o7777, a!.mtimeMs, a!.ino], [0o640, 1e12, b!.ino]);
    assert.deepEqual([su!.mode & 0o7777, su!.uid], [0o755, process.getuid?.()]);
    assert.equal(readlinkSync(path.join(dest, "etc/l")), "/etc/a");
    const etc = lstatSync(path.join(dest, "etc"));
    assert.deepEqual([etc.mode & 0o7777, etc.mtimeMs], [0o750, 1e12]);
  });

  it("keeps what is there beside it, and replaces files of the same name", async () => {
    const dest = fresh();
    mkdirSync(path.join(dest, "etc"), { recursive: true });
    writeFileSync(path.join(dest, "etc/mine"), "mine");
    writeFileSync(path.join(dest, "etc/a"), "old and longer");
    await write(dest, folder("etc"), file("etc/a", "new"), folder("etc/deep"), file("etc/deep/x", "x"));
    assert.deepEqual(readdirSync(path.join(dest, "etc")).sort(), ["a", "deep", "mine"]);
    assert.equal(readFileSync(path.join(dest, "etc/a"), "utf8"), "new");
  });

  it("does not write through a symlink in the destination, and changes nothing then", async () => {
    const dest = fresh();
    const outside = mkdtempSync(path.join(home, "outside-"));
    mkdirSync(dest);
    symlinkSync(outside, path.join(dest, "etc"));
    await assert.rejects(write(dest, file("a", "a"), folder("etc"), file("etc/passwd", "evil")), {
      code: "sinks/escape",
    });
    assert.deepEqual([readdirSync(outside), readdirSync(dest)], [[], ["etc"]]);
  });

  it("replaces a symlink in the destination by the image's file, and leaves its target alone", async () => {
    const dest = fresh();
    const victim = path.join(home, "victim");
    writeFileSync(victim, "untouched");
    mkdirSync(dest);
    symlinkSync(victim, path.join(dest, "a"));
    await write(dest, file("a", "a"));
    assert.equal(readFileSync(victim, "utf8"), "untouched");
    assert.equal(readFileSync(path.join(dest, "a"), "utf8"), "a");
  });

  it("does not follow the image's own symlinks out of the destination", async () => {
    const dest = fresh();
    const outside = mkdtempSync(path.join(home, "outside-"));
    const layers = [[symlink("out", outside)], [folder("out"), file("out/evil", "evil")]];
    await localDirectory({ dest, store })(await imageWith(store, layers), testCtx());
    assert.deepEqual(readdirSync(outside), []);
    assert.equal(readFileSync(path.join(dest, "out/evil"), "utf8"), "evil");
  });

  it("refuses to put a directory in place of a file, naming both", async () => {
    const dest = fresh();
    mkdirSync(dest);
    writeFileSync(path.join(dest, "etc"), "a file");
    await assert.rejects(write(dest, folder("etc")), {
      code: "sinks/destination",
      message: /etc is no directory, and in the image a directory/,
    });
  });

  it("leaves devices and pipes out, and says so", async () => {
    const dest = fresh();
    const [warning] = await write(dest, folder("dev"), device("dev/null", 1, 3));
    assert.ok(warning?.type === "warning" && warning.message.includes("/dev/null"));
    assert.deepEqual(readdirSync(path.join(dest, "dev")), []);
  });

  it("says which name collides where the disk takes two spellings for one", async () => {
    const folder = mkdtempSync(path.join(home, "disk-"));
    writeFileSync(path.join(folder, "README"), "as a disk that ignores case would have it");
    await assert.rejects(writeTree(one(file("README", "x")), folder, testCtx()), {
      code: "sinks/case-collision",
      message: /README/,
    });
  });

  it("keeps names that are no UTF-8, byte for byte", async () => {
    const dest = fresh();
    await write(dest, { ...file("x", "x"), path: cleanPath("caf\xe9") } as Entry);
    assert.deepEqual(readdirSync(dest, { encoding: "buffer" }), [Buffer.from("caf\xe9", "latin1")]);
  });

  it("refuses on Windows and macOS what their disks would change", () => {
    const bad = (name: string, platform: NodeJS.Platform) =>
      assert.throws(() => hostPath("out", cleanPath(name), platform), { code: "sinks/unsupported" }, name);
    for (const name of ["a:b", "con", "NUL.txt", "x/aux", "end.", "blank ", "back\\slash", "tab\t"]) bad(name, "win32");
    for (const platform of ["win32", "darwin"] as const) bad("caf\xe9", platform);
    assert.equal(hostPath("out", cleanPath("etc/console"), "win32"), path.join("out", "etc/console"));
  });

  it("works for a user who is not root, with read-only directories", async () => {
    const parent = mkdtempSync(path.join(home, "theirs-"));
    for (const open of [home, parent]) chmodSync(open, 0o777);
    const script = fileURLToPath(new URL("../support/local-as-user.ts", import.meta.url));
    const said = execFileSync(process.execPath, ["--import", "tsx", script, parent], { encoding: "utf8" });
    assert.equal(said.trim(), "ok");
    assert.deepEqual(readdirSync(parent).sort(), ["made", "store"]);
    assert.equal(lstatSync(path.join(parent, "made/ro")).mode & 0o777, 0o555);
  });
});

async function* one(entry: Entry) {
  yield entry;
}
