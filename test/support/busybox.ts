import { readFileSync } from "node:fs";
import type { Snapshot } from "../../src/executor/executor.ts";
import type { Digest } from "../../src/oci/digest.ts";
import type { ImagePath } from "../../src/oci/filesystem/path.ts";
import type { Entry } from "../../src/oci/layer/changeset.ts";
import { comparePaths } from "../../src/oci/layer/order.ts";
import type { Store } from "../../src/oci/store/store.ts";
import { changeset, directoryEntry, fileEntry } from "./layers.ts";

/** Version 2 of security.capability: cap_net_bind_service, effective and permitted. */
export const capability = Buffer.from("0100000200040000000000000000000000000000", "hex");

export const symlinkEntry = (path: string, target: string): Entry => ({
  type: "symlink",
  path: path as ImagePath,
  target,
  mode: 0o777,
  uid: 0,
  gid: 0,
  mtime: 0,
});

const executable = (path: string, content: string): Entry => fileEntry(path, content, { mode: 0o755 });

/** Debian's static busybox and links of its names. */
function busyboxPrograms(): Entry[] {
  const busybox = readFileSync("/bin/busybox", "latin1");
  const applets =
    "sh ls cat id env rm mv mkdir touch ln chmod chown sleep kill mkfifo ip grep seq tee stat pwd printf hostname umask true".split(
      " ",
    );
  return [
    executable("bin/busybox", busybox),
    ...applets.map((name) => symlinkEntry(`bin/${name}`, "busybox")),
    symlinkEntry("usr/bin/env", "/bin/busybox"),
  ];
}

/** Debian's own shell and tools, with what dpkg recorded of them; libraries they would need are not there. */
function debianPrograms(): Entry[] {
  const packages: Readonly<Record<string, string>> = {
    dash: "sh",
    grep: "grep",
    coreutils:
      "ls cat id env rm mv mkdir touch ln chmod chown sleep mkfifo seq tee stat pwd printf uname true sort head wc",
    findutils: "find",
    hostname: "hostname",
  };
  const files = Object.values(packages).flatMap((names) => names.split(" "));
  const content = (path: string) => readFileSync(path, "latin1");
  return [
    ...files.map((name) => executable(`bin/${name}`, content(`/usr/bin/${name}`))),
    executable("usr/bin/env", content("/usr/bin/env")),
    ...["var", "var/lib", "var/lib/dpkg", "var/lib/dpkg/info"].map((path) => directoryEntry(path)),
    ...Object.keys(packages).map((name) =>
      fileEntry(`var/lib/dpkg/info/${name}.md5sums`, content(`/var/lib/dpkg/info/${name}.md5sums`)),
    ),
  ];
}

/** A small user land: a shell and tools, a few users, and files to change. */
function baseLayer(programs: readonly Entry[]): Entry[] {
  return [
    ...programs,
    ...["app", "bin", "data", "data/old", "data/reborn", "etc", "home", "root", "same", "usr", "usr/bin"].map((path) =>
      directoryEntry(path, { mtime: 100 }),
    ),
    directoryEntry("tmp", { mode: 0o1777, mtime: 100 }),
    fileEntry(
      "etc/passwd",
      "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000::/home/app:/bin/sh\nlone:x:1001:1001::/home/lone:/bin/sh\n",
    ),
    fileEntry("etc/group", "root:x:0:\napp:x:1000:\nwheel:x:10:root,app\nstaff:x:50:app\nlone:x:1001:\n"),
    fileEntry("data/gone", "gone", { mtime: 100 }),
    fileEntry("data/kept", "kept", { mtime: 100 }),
    fileEntry("data/moved", "moved", { mtime: 100 }),
    fileEntry("data/old/one", "1", { mtime: 100 }),
    fileEntry("data/old/two", "2", { mtime: 100 }),
    fileEntry("data/reborn/before", "b", { mtime: 100 }),
    fileEntry("data/reborn/both", "b", { mtime: 100 }),
    fileEntry("data/to-directory", "", { mtime: 100 }),
    symlinkEntry("data/link", "old"),
    fileEntry("data/owned", "owned", { uid: 1000, gid: 50, mtime: 100 }),
    {
      ...(fileEntry("data/capable", "c", { mode: 0o755, mtime: 100 }) as Entry & { type: "file" }),
      xattrs: new Map([["security.capability", capability]]),
    },
    fileEntry("same/file", "x", { mtime: 100 }),
  ];
}

/** Goes through directories that it does not describe, removes a file, empties a directory. */
const secondLayer = (): Entry[] => [
  fileEntry("tmp/left", "left", { mtime: 200 }),
  { type: "whiteout", path: "data/kept" as ImagePath },
  directoryEntry("same", { mtime: 200 }),
  { type: "opaque", path: "same" as ImagePath },
  fileEntry("same/new", "new", { mtime: 200 }),
];

/** A snapshot of layers made here and now. */
export async function snapshotOf(store: Store, layers: readonly (readonly Entry[])[]): Promise<Snapshot> {
  const diffIds: Digest[] = [];
  for (const entries of layers) {
    const sorted = [...entries].sort((a, b) => comparePaths(a.path, b.path) || (a.type === "opaque" ? 1 : -1));
    diffIds.push((await store.layers.seal(changeset(sorted))).diffId);
  }
  const architecture = process.arch === "arm64" ? "arm64" : "amd64";
  return { platform: { os: "linux", architecture }, diffIds, tree: () => store.layers.tree(diffIds) };
}

export const busyboxSnapshot = (store: Store, ...more: readonly (readonly Entry[])[]): Promise<Snapshot> =>
  snapshotOf(store, [baseLayer(busyboxPrograms()), secondLayer(), ...more]);

/** The same files about Debian's own tools. */
export const debianSnapshot = (store: Store): Promise<Snapshot> =>
  snapshotOf(store, [baseLayer(debianPrograms()), secondLayer()]);

/** The base alone, with some of its entries replaced by path. */
export function busyboxWith(store: Store, ...replaced: readonly Entry[]): Promise<Snapshot> {
  const paths = new Set(replaced.map(({ path }) => path));
  return snapshotOf(store, [[...baseLayer(busyboxPrograms()).filter(({ path }) => !paths.has(path)), ...replaced]]);
}
