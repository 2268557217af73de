import { createHash } from "node:crypto";
import { type Digest, finish } from "../../oci/digest.ts";
import type { Stat } from "../../oci/filesystem/filesystem.ts";
import { walk } from "../../oci/filesystem/walk.ts";
import type { FoundSource } from "./sources.ts";

/**
 * What a COPY copies, in one digest: names, types, modes, owners, extended attributes, links and
 * content, not times. Equal for equal sources wherever they lie. A field's length is told before
 * it, so that no two different lists look alike.
 */
export function sourcesDigest(sources: readonly FoundSource[]): Digest {
  const hash = createHash("sha256");
  const links = new Map<number, number>();
  for (const { tree, at, name } of sources) {
    links.clear();
    hash.update(`source ${name.length} ${name}\n`, "latin1");
    let count = 0;
    for (const [path, stat] of walk(tree, at)) {
      const below = path.slice(at.length);
      hash.update(`${below.length} ${below} ${describe(stat)}${linkOf(stat, links, count++)}\n`, "latin1");
      for (const [key, value] of [...(stat.xattrs ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)))
        hash.update(`x ${key.length} ${key} ${value.length} `, "latin1").update(value);
    }
  }
  return finish(hash);
}

function describe({ type, mode, uid, gid, target, device, digest }: Stat): string {
  const common = `${type} ${mode} ${uid} ${gid}`;
  if (type === "file") return `${common} ${digest}`;
  if (target !== undefined) return `${common} ${target.length} ${target}`;
  return device === undefined ? common : `${common} ${device.major} ${device.minor}`;
}

/** Which earlier file of the source this is another name of. */
function linkOf({ type, links: names, inode }: Stat, seen: Map<number, number>, position: number): string {
  if (type !== "file" || names < 2) return "";
  const first = seen.get(inode);
  if (first !== undefined) return ` link ${first}`;
  seen.set(inode, position);
  return "";
}
