import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { withFaults } from "./faults.ts";
import type { Layout } from "./layout.ts";
import { enter, type Presence } from "./leases.ts";

/**
 * What one open store does on disk for itself. Nothing is touched before the first need, so that
 * opening costs nothing and reading works on a disk that cannot be written.
 */
export interface Session extends AsyncDisposable {
  presence(): Promise<Presence>;
  /** A path for a file of one's own; nothing is there yet. */
  temporary(): Promise<string>;
  scratch(): Promise<{ readonly path: string } & AsyncDisposable>;
  lease(): Promise<AsyncDisposable>;
}

export function sessionOf(layout: Layout): Session {
  let entered: Promise<Presence> | undefined;
  let files = 0;
  let holders = 0;
  let held: Promise<void> | undefined;
  const presence = () =>
    (entered ??= enter(layout).catch((error: unknown) => {
      entered = undefined;
      throw error;
    }));
  return {
    presence,
    temporary: async () => join((await presence()).directory, String(++files)),
    scratch: async () => {
      const { directory } = await presence();
      const path = await withFaults(directory, () => mkdtemp(join(directory, "scratch-")));
      return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
    },
    // Those who hold one at the same time share the mark: a build and the command around it both do.
    lease: async () => {
      const mine = await presence();
      holders += 1;
      await (held ??= hold(mine));
      let released = false;
      const release = async () => {
        if (released) return;
        released = true;
        holders -= 1;
        if (holders > 0) return;
        held = undefined;
        await mine.unmark("held");
      };
      return { [Symbol.asyncDispose]: release };
    },
    [Symbol.asyncDispose]: async () => {
      const mine = entered;
      entered = undefined;
      if (mine !== undefined) await (await mine).leave();
    },
  };
}

/** Tells that something is in use, and waits until nobody collects. */
async function hold(presence: Presence): Promise<void> {
  await presence.mark("held");
  while ((await presence.others("collecting")).length > 0) await wait(20);
}
