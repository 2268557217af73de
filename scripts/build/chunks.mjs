import path from "node:path";

/** What every command loads: nothing of the work itself, so that `djib --version` starts at once. */
const start = ["cli/main.ts"];

/**
 * What every build loads besides, at whatever moment: one chunk, since each file costs Node half a
 * millisecond at the start. What only some builds and commands need, the registry's client above all, stays
 * in chunks of its own, for each kilobyte costs time too.
 */
const core = ["cli/commands/build.ts", "cli/render/progress/plain.ts", "context/open-directory.ts"];

/**
 * The chunks of these names, each with all that its files import and no chunk before it has: a plugin that
 * learns what imports what, and groups for the bundler.
 */
export function sharedChunks(src) {
  const imports = new Map();
  const chunkOf = new Map();
  const take = (id, chunk) => {
    if (chunkOf.has(id) || !imports.has(id)) return;
    chunkOf.set(id, chunk);
    for (const imported of imports.get(id)) take(imported, chunk);
  };
  const chunks = Object.entries({ start, core });
  return {
    plugin: {
      name: "shared-chunks",
      moduleParsed: ({ id, importedIds }) => void imports.set(id, importedIds),
      buildEnd: () => {
        for (const [chunk, files] of chunks)
          for (const file of files.map((name) => path.join(src, name))) {
            if (!imports.has(file)) throw new Error(`${file} is no part of djib: scripts/build/chunks.mjs names it`);
            take(file, chunk);
          }
      },
    },
    groups: chunks.map(([name]) => ({ name, test: (id) => chunkOf.get(id) === name })),
  };
}
