import { command } from "./command.ts";
import { placeIn } from "./place-in.ts";
import type { TreePatch } from "./protocol.ts";
import { setTime } from "./set-time.ts";
import { tarExtract } from "./unpack.ts";

/** Puts one layer upon a tree, as if the two had been unpacked together. */
export async function applyPatch({ tar, removed, times }: TreePatch, root: string): Promise<void> {
  const names = removed.map((path) => Buffer.from(`./${path}\0`, "latin1"));
  if (names.length > 0) await command(["xargs", "-0", "rm", "-rf", "--"], root, names);
  await command([...tarExtract, "--same-owner", "--file", tar], root);
  for (const { path, mtime } of times) setTime(placeIn(root, path), mtime);
}
