import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Filesystem } from "../../src/oci/filesystem/filesystem.ts";
import { walk } from "../../src/oci/filesystem/walk.ts";
import { flatten } from "../../src/oci/layer/flatten.ts";
import { layerOf, sealed, treeOf } from "../support/layers.ts";
import { mergeTree } from "../../src/oci/layer/merge.ts";

const scratch = mkdtempSync(join(tmpdir(), "djib-tar-"));
after(() => rmSync(scratch, { recursive: true }));

const tree = join(scratch, "tree");
const nasty = `
set -e
umask 022
mkdir -p a/b/c empty "sp ace" "$(printf 'caf\\303\\251')" "$(printf 'latin1-\\351\\377')"
mkdir -p "$(printf 'd%.0s' $(seq 120))/$(printf 'e%.0s' $(seq 200))"
echo long > "$(printf 'd%.0s' $(seq 120))/$(printf 'e%.0s' $(seq 200))/$(printf 'f%.0s' $(seq 255))"
echo plain > a/file
echo below > a/b/c/file
printf '' > a/zero
head -c 70000 /dev/urandom > a/big
echo weird > "$(printf 'new\\nline')"
echo bytes > "$(printf 'latin1-\\351\\377')/\\\\back"
ln a/file a/linked
ln a/file z-linked
ln -s file a/link
ln -s /etc/passwd absolute
ln -s ../../../../outside up
ln -s "$(printf 't%.0s' $(seq 300))" long-target
ln -s "$(printf 'caf\\303\\251')" utf8-target
mknod null c 1 3
mknod loop b 7 9
mkfifo pipe
cp /bin/true capable
chmod 4755 capable
chmod 1777 empty
chmod 2711 a/b
chmod 0 a/zero
chown 1234:4321 a/file
chown 3000000:4000000 a/big
touch -d '1969-12-31 23:59:50.25 UTC' a/b/c/file
touch -d '2001-02-03 04:05:06.789 UTC' a/big
touch -d '2250-01-01 UTC' capable
`;
mkdirSync(tree);
execFileSync("bash", ["-c", nasty], { cwd: tree });
const hole = join(tree, "holes");
execFileSync("bash", [
  "-c",
  `truncate -s 4M ${hole}; printf start | dd of=${hole} conv=notrunc status=none
   for i in $(seq 1 40); do printf part$i | dd of=${hole} conv=notrunc status=none bs=1 seek=$((i * 70001)); done`,
]);
execFileSync("setcap", ["cap_net_bind_service=ep", join(tree, "capable")]);
execFileSync("setfattr", ["-n", "user.binary", "-v", "0x000aff3d0a", join(tree, "a/file")]);
execFileSync("setfattr", ["-n", "user.eq=u%al", "-v", "x", join(tree, "a")]);

/** What the disk has, in the words of `describeTree`. */
function describeDisk(root: string): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (path: string) => {
    const host = Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path, "latin1")]);
    const stat = lstatSync(host, { bigint: true });
    const mtime = Number(
      stat.mtimeNs >= 0n ? stat.mtimeNs / 1_000_000_000n : (stat.mtimeNs - 999_999_999n) / 1_000_000_000n,
    );
    const special = stat.isCharacterDevice() || stat.isBlockDevice() ? Number(stat.rdev) : 0;
    const content = stat.isFile()
      ? createHash("sha256").update(readFileSync(host)).digest("hex")
      : stat.isSymbolicLink()
        ? readlinkSync(host, "latin1")
        : "";
    const mode = (Number(stat.mode) & 0o7777).toString(8);
    const type = (Number(stat.mode) & 0o170000).toString(8);
    const links = stat.isDirectory() ? 1 : Number(stat.nlink);
    found.set(path, [type, mode, stat.uid, stat.gid, mtime, special, links, content].join(" "));
    if (!stat.isDirectory()) return;
    for (const name of readdirSync(host, { encoding: "latin1" })) visit(path === "" ? name : `${path}/${name}`);
  };
  visit("");
  return found;
}

const typeBits = {
  file: 0o100000,
  directory: 0o40000,
  symlink: 0o120000,
  character: 0o20000,
  block: 0o60000,
  fifo: 0o10000,
};

function describeTree(fs: Filesystem): Map<string, string> {
  const found = new Map<string, string>();
  for (const [path, stat] of walk(fs)) {
    const device = stat.device === undefined ? 0 : (stat.device.major << 8) | stat.device.minor;
    const content = stat.digest?.slice(7) ?? stat.target ?? "";
    const links = stat.type === "directory" ? 1 : stat.links;
    const line = [
      typeBits[stat.type].toString(8),
      stat.mode.toString(8),
      stat.uid,
      stat.gid,
      stat.mtime,
      device,
      links,
      content,
    ];
    found.set(path, line.join(" "));
  }
  return found;
}

const sorted = (lines: ReadonlyMap<string, string>) => [...lines].sort(([a], [b]) => (a < b ? -1 : 1));

function gnuTar(...options: string[]): Buffer {
  return execFileSync("tar", ["-c", ...options, "-C", tree, "."], {
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "ignore"],
  });
}

const forms: Readonly<Record<string, string[]>> = {
  gnu: ["--format=gnu"],
  oldgnu: ["--format=oldgnu"],
  "pax with xattrs": ["--format=pax", "--xattrs", "--xattrs-include=*"],
  "gnu, sparse": ["--format=gnu", "--sparse"],
  "pax, sparse 0.0": ["--format=pax", "--sparse", "--sparse-version=0.0"],
  "pax, sparse 0.1": ["--format=pax", "--sparse", "--sparse-version=0.1"],
  "pax, sparse 1.0": ["--format=pax", "--sparse", "--sparse-version=1.0"],
  "pax, unsorted, blocked by 20480": ["--format=pax", "--sort=none", "-b40"],
};

for (const [name, options] of Object.entries(forms))
  test(`the tree of a tar by GNU tar (${name}) is the one on disk`, async () => {
    assert.deepEqual(sorted(describeTree(await treeOf(gnuTar(...options)))), sorted(describeDisk(tree)));
  });

test("a sparse tar gives the content of sparse files, holes and all", async () => {
  const fs = await treeOf(gnuTar("--format=pax", "--sparse"));
  const hash = createHash("sha256");
  for await (const bytes of fs.read("holes" as never)) hash.update(bytes);
  assert.equal(hash.digest("hex"), createHash("sha256").update(readFileSync(hole)).digest("hex"));
});

test("capabilities and binary attributes survive, under names with = and %", async () => {
  const fs = await treeOf(gnuTar("--format=pax", "--xattrs", "--xattrs-include=*"));
  const value = fs.lstat("capable" as never)?.xattrs?.get("security.capability");
  assert.equal(Buffer.from(value!).toString("hex"), "0100000200040000000000000000000000000000");
  assert.deepEqual(fs.lstat("a/file" as never)?.xattrs?.get("user.binary"), Buffer.from("000aff3d0a", "hex"));
  assert.deepEqual([...fs.lstat("a" as never)!.xattrs!.keys()], ["user.eq=u%al"]);
});

test("GNU tar unpacks a sealed layer to the same tree, attributes too", async () => {
  const layer = await layerOf(gnuTar("--format=pax", "--xattrs", "--xattrs-include=*"));
  const { tar } = await sealed(flatten(mergeTree([layer])));
  const out = join(scratch, "out");
  mkdirSync(out);
  writeFileSync(join(scratch, "out.tar"), tar);
  execFileSync("tar", ["-xpf", join(scratch, "out.tar"), "--xattrs", "--xattrs-include=*", "--same-owner", "-C", out], {
    stdio: "ignore",
  });
  assert.deepEqual(sorted(describeDisk(out)), sorted(describeDisk(tree)));
  const attributes = (root: string) =>
    execFileSync("getfattr", ["-R", "-h", "-d", "-e", "hex", "-m", "-", "."], { cwd: root }).toString();
  assert.equal(attributes(out), attributes(tree));
});

test("what GNU tar reads of a sealed layer it reads without a warning", async () => {
  const layer = await layerOf(gnuTar("--format=pax"));
  const { tar } = await sealed(flatten(mergeTree([layer])));
  writeFileSync(join(scratch, "quiet.tar"), tar);
  const listing = execFileSync("bash", ["-c", `tar -tf ${scratch}/quiet.tar 2>&1 >/dev/null`]).toString();
  assert.equal(listing, "");
});
