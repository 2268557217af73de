import { utimesSync } from "node:fs";
import { command } from "./command.ts";
import type { TreePatch } from "./protocol.ts";
import { tarExtract } from "./unpack.ts";

/** Puts one layer upon a tree, as if the two had been unpacked together. */
export async function applyPatch({ tar, removed, times }: TreePatch, root: string): Promise<void> {
  const names = removed.map((path) => Buffer.from(`./${path}\0`, "latin1"));
  if (names.length > 0) await command(["xargs", "-0", "rm", "-rf", "--"], root, names);
  await command([...tarExtract, "--same-owner", "--file", tar], root);
  for (const { path, mtime } of times) {
    // Node takes a negative number for "now", but not a negative Date.
    const time = new Date(mtime * 1000);
    utimesSync(Buffer.from(`${root}/${path}`, "latin1"), time, time);
  }
}
