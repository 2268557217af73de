import type { Filesystem } from "../../src/oci/filesystem/filesystem.ts";
import { walk } from "../../src/oci/filesystem/walk.ts";
import { contentOf } from "../support/layers.ts";

/**
 * A tree as lines, in the order of their text: path, type, mode, owner, then content, target or
 * device, the first name of a file that has several, and extended attributes. Times are left out.
 */
export async function linesOf(tree: Filesystem): Promise<string[]> {
  const lines: string[] = [];
  const names = new Map<number, string>();
  for (const [path, stat] of walk(tree)) {
    if (path === "") continue;
    const { type, mode, uid, gid, target, device, xattrs, inode, links } = stat;
    const known = type === "file" && links > 1 ? names.get(inode) : undefined;
    if (known === undefined) names.set(inode, path);
    lines.push(
      lineOf({
        path: Buffer.from(path, "latin1").toString("utf8"),
        type,
        mode,
        uid,
        gid,
        content: type === "file" ? await contentOf(tree, path) : undefined,
        target,
        device: device && `${device.major}:${device.minor}`,
        same: known,
        xattrs: [...(xattrs ?? [])].map(([key, value]) => `${key}=${Buffer.from(value).toString("latin1")}`),
      }),
    );
  }
  return lines.sort();
}

export interface Line {
  readonly path: string;
  readonly type: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly content?: string | undefined;
  readonly target?: string | undefined;
  readonly device?: string | undefined;
  /** Another name of the same file, which came before. */
  readonly same?: string | undefined;
  readonly xattrs: readonly string[];
}

export const lineOf = ({ path, type, mode, uid, gid, content, target, device, same, xattrs }: Line): string =>
  [
    `${path}  ${type} ${mode.toString(8)} ${uid}:${gid}`,
    ...(content === undefined ? [] : [JSON.stringify(content.length > 60 ? `${content.length} bytes` : content)]),
    ...(target === undefined ? [] : [`-> ${target}`]),
    ...(device === undefined ? [] : [device]),
    ...(same === undefined ? [] : [`= ${same}`]),
    ...xattrs,
  ].join(" ");
