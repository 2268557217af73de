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
    lease: async () => {
      const mine = await presence();
      holders += 1;
      await mine.mark("held");
      while ((await mine.others("collecting")).length > 0) await wait(20);
      let released = false;
      const release = async () => {
        if (released) return;
        released = true;
        holders -= 1;
        if (holders === 0) await mine.unmark("held");
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
