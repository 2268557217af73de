import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import path from "node:path";
import type { Digest } from "../../src/oci/digest.ts";
import type { Filesystem } from "../../src/oci/filesystem/filesystem.ts";
import { type ImagePath, imagePath } from "../../src/oci/filesystem/path.ts";
import { treeBuilder } from "../../src/oci/filesystem/tree-builder.ts";

const toImage = (name: string): string => Buffer.from(name).toString("latin1");
const toHost = (name: string): string => Buffer.from(name, "latin1").toString();

/** A directory of this host as a tree; its names are UTF-8. */
export function hostTree(root: string): Filesystem {
  const builder = treeBuilder();
  const linked = new Map<number, ImagePath>();
  const add = (name: string): void => {
    const at = path.join(root, name);
    const stat = lstatSync(at);
    const place = imagePath(toImage(name));
    const first = stat.nlink > 1 && stat.isFile() ? linked.get(stat.ino) : undefined;
    if (first !== undefined) return builder.link(place, first);
    if (stat.isFile()) linked.set(stat.ino, place);
    const { mode, uid, gid, mtimeMs, size } = stat;
    const common = { mode: mode & 0o7777, uid, gid, mtime: Math.floor(mtimeMs / 1000) };
    if (stat.isSymbolicLink())
      builder.add(place, { ...common, type: "symlink", size: 0, target: readlinkSync(at, "latin1") });
    else if (stat.isDirectory()) {
      builder.add(place, { ...common, type: "directory", size: 0 });
      for (const child of readdirSync(at)) add(path.join(name, child));
    } else if (stat.isFile()) {
      const digest = `sha256:${createHash("sha256").update(readFileSync(at)).digest("hex")}` as Digest;
      builder.add(place, { ...common, type: "file", size, digest });
    }
  };
  for (const name of readdirSync(root)) add(name);
  return builder.build(({ path: name }) => pieces(path.join(root, toHost(name))));
}

function* pieces(file: string): Generator<Uint8Array> {
  yield readFileSync(file);
}
