import type { Filesystem } from "../filesystem/filesystem.ts";
import { walk } from "../filesystem/walk.ts";
import type { Changeset } from "./changeset.ts";
import { Linker } from "./entry-of.ts";

/** A whole tree as one changeset, the root's own entry first, hard links kept. */
export function flatten(fs: Filesystem): Changeset {
  return {
    *entries() {
      const linker = new Linker(fs);
      for (const [path, stat] of walk(fs)) yield linker.entry(path, stat);
    },
    async [Symbol.asyncDispose]() {},
  };
}
