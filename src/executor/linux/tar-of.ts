import { closeSync, openSync, writeSync } from "node:fs";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import type { ImagePath } from "../../oci/filesystem/path.ts";
import { flatten } from "../../oci/layer/flatten.ts";
import { seal } from "../../oci/layer/seal.ts";
import type { MountSource } from "../executor.ts";
import type { TarJob } from "./worker/protocol.ts";

/** Writes a whole tree as one tar. */
export async function writeTar(tree: Filesystem, path: string): Promise<void> {
  const file = openSync(path, "wx");
  try {
    await seal(flatten(tree), (bytes) => {
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    });
  } finally {
    closeSync(file);
  }
}

const name = "source";

/** A part of a tree as a tar with one name at its top. */
export async function tarOf({ snapshot, path, type }: MountSource, tar: string): Promise<TarJob> {
  const tree = await snapshot.tree();
  const inside = (below: string) =>
    [path, below.slice(name.length + 1)].filter((part) => part !== "").join("/") as ImagePath;
  const part: Filesystem = {
    lstat: (at) => tree.lstat(at === "" ? at : inside(at)),
    list: (at) => (at === "" ? [name] : tree.list(inside(at))),
    read: (at) => tree.read(inside(at)),
  };
  await writeTar(part, tar);
  return { type: "tar", tar, path: name, isFile: type === "file" };
}
