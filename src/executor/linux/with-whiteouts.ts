import type { ImagePath } from "../../oci/filesystem/path.ts";
import type { Changeset, Entry } from "../../oci/layer/changeset.ts";
import { comparePaths } from "../../oci/layer/order.ts";

/** A changeset and the names that were removed besides, in one order. */
export function withWhiteouts(changes: Changeset, removed: readonly string[]): Changeset {
  const whiteouts = [...removed]
    .sort(comparePaths)
    .map((path): Entry => ({ type: "whiteout", path: path as ImagePath }));
  return {
    async *entries() {
      let next = 0;
      for await (const entry of changes.entries()) {
        while (next < whiteouts.length && comparePaths(whiteouts[next]!.path, entry.path) < 0) yield whiteouts[next++]!;
        yield entry;
      }
      yield* whiteouts.slice(next);
    },
    [Symbol.asyncDispose]: () => changes[Symbol.asyncDispose](),
  };
}
