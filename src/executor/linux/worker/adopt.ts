import { closeSync, lstatSync, lutimesSync, openSync, renameSync, writeSync } from "node:fs";
import { posix } from "node:path";
import { command } from "./command.ts";
import type { Stamp } from "./protocol.ts";
import type { Run } from "./run.ts";
import { isTaken } from "./taken.ts";
import { placeIn } from "./place-in.ts";
import { setTime } from "./set-time.ts";

/** Gives files times, and bytes where they differ. Links are not followed. */
export function stamp(files: readonly Stamp[], root: string): void {
  for (const { path, mtime, patches } of files) {
    const place = placeIn(root, path);
    if (patches !== undefined) patch(place, patches);
    setTime(place, mtime);
  }
}

function patch(place: Buffer, patches: NonNullable<Stamp["patches"]>): void {
  const file = openSync(place, "r+");
  try {
    for (const [offset, hex] of patches) writeSync(file, Buffer.from(hex, "hex"), 0, hex.length / 2, offset);
  } finally {
    closeSync(file);
  }
}

/** Puts what a RUN wrote in the place of its layer by one rename, without what no layer holds; not where another process may still write. */
export async function adopt(target: string, { tree, strays }: Run): Promise<void> {
  if (!(await tree.release())) return;
  for (const stray of strays) {
    const parent = placeIn(tree.source, posix.dirname(stray));
    const { atime, mtime } = lstatSync(parent);
    await command(["rm", "-rf", "--", stray], tree.source);
    lutimesSync(parent, atime, mtime);
  }
  try {
    renameSync(tree.source, target);
  } catch (error) {
    if (!isTaken(error)) throw error;
  }
}
