import type { Changeset, Entry } from "./changeset.ts";

/**
 * A changeset with each entry changed as it passes, or left out (undefined); nothing is held. The
 * path must stay. Disposing of the result disposes of `changes`.
 */
export function mapEntries(
  changes: Changeset,
  change: (entry: Entry) => Entry | undefined | Promise<Entry | undefined>,
): Changeset {
  return {
    async *entries() {
      for await (const entry of changes.entries()) {
        const changed = await change(entry);
        if (changed !== undefined) yield changed;
      }
    },
    [Symbol.asyncDispose]: () => changes[Symbol.asyncDispose](),
  };
}
