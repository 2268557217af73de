import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
} from "node:fs";
import { chownSync, futimesSync } from "node:fs";
import { join } from "node:path";
import { command } from "../command.ts";
import type { CacheJob } from "../protocol.ts";
import { isTaken } from "../taken.ts";
import { lock } from "./lock.ts";

/** A cache that this RUN may use until it closes it. */
export interface TakenCache {
  readonly path: string;
  close(): void;
}

const lockFile = "lock";

/**
 * Takes a copy of a cache: `<directory>/<number>`, each with a lock that dies with its holders. RUNs that share
 * use the same one; otherwise one that is free, and where none is, a new one (private) or the first that becomes free
 * (locked), as BuildKit's cacheRefGetter does. `fill` makes what a new one holds.
 */
export async function takeCache(
  { directory, sharing, renew, owner }: CacheJob,
  fill: ((path: string) => Promise<void>) | undefined,
  stopped: () => boolean,
): Promise<TakenCache> {
  const kind = sharing === "shared" && !renew ? "shared" : "exclusive";
  const file = await takeSlot(directory, kind, sharing === "locked", stopped);
  try {
    const path = join(file.slot, "data");
    if (renew) await command(["rm", "-rf", "--", path], "/");
    if (!existsSync(path)) await make(path, owner, fill);
    futimesSync(file.fd, new Date(), new Date());
    if (renew && sharing === "shared") await lock(file.fd, "shared");
    return { path, close: () => closeSync(file.fd) };
  } catch (error) {
    closeSync(file.fd);
    throw error;
  }
}

interface Slot {
  readonly slot: string;
  /** Its lock. */
  readonly fd: number;
}

async function takeSlot(
  directory: string,
  kind: "shared" | "exclusive",
  waits: boolean,
  stopped: () => boolean,
): Promise<Slot> {
  for (;;) {
    mkdirSync(directory, { recursive: true });
    const numbers = readdirSync(directory)
      .map(Number)
      .sort((a, b) => a - b);
    for (const number of numbers) {
      const taken = await lockSlot(join(directory, String(number)), kind);
      if (taken !== undefined) return taken;
    }
    const [first, last] = [numbers[0], numbers.at(-1)];
    if (first === undefined || !waits) mkdirSync(join(directory, String((last ?? -1) + 1)), { recursive: true });
    else {
      // In between another may become free, and nobody may be left who waits for an answer.
      const taken = await lockSlot(join(directory, String(first)), kind, 1);
      if (taken !== undefined) return taken;
    }
    if (stopped()) throw new Error("cancelled");
  }
}

/** Removes those copies that nobody has now. */
export async function pruneCaches(slots: readonly string[]): Promise<void> {
  for (const path of slots) {
    const taken = await lockSlot(path, "exclusive");
    if (taken === undefined) continue;
    // Whoever waits for this lock finds it gone, and makes another.
    await command(["rm", "-rf", "--", path], "/").finally(() => closeSync(taken.fd));
  }
}

/** undefined where others have it, or it was removed meanwhile. */
async function lockSlot(slot: string, kind: "shared" | "exclusive", seconds?: number): Promise<Slot | undefined> {
  const path = join(slot, lockFile);
  const fd = opened(path);
  if (fd === undefined) return undefined;
  try {
    if ((await lock(fd, kind, seconds)) && statSync(path, { throwIfNoEntry: false })?.ino === fstatSync(fd).ino)
      return { slot, fd };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  closeSync(fd);
  return undefined;
}

function opened(path: string): number | undefined {
  try {
    return openSync(path, "a", 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Another who shares it may make it first. */
async function make(
  path: string,
  { mode, uid, gid }: CacheJob["owner"],
  fill?: (path: string) => Promise<void>,
): Promise<void> {
  const making = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    if (fill !== undefined) await fill(making);
    else {
      mkdirSync(making);
      if (uid !== 0 || gid !== 0) chownSync(making, uid, gid);
      chmodSync(making, mode);
    }
    renameSync(making, path);
  } catch (error) {
    await command(["rm", "-rf", "--", making], "/");
    if (!isTaken(error)) throw error;
  }
}
