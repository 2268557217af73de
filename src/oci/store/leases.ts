import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isMissing, withFaults } from "./faults.ts";
import type { Layout } from "./layout.ts";
import { heartbeatMs, isAlive, type Owner, parseOwner, self } from "./owner.ts";

/** What an owner may be doing. Each is a file `leases/<id>.<mark>` beside its lease `leases/<id>`. */
export type Mark = "held" | "collecting";

/**
 * The presence of one open store on disk: a lease with a heartbeat, and a directory of its own
 * beneath `tmp/`. The lease is made before the directory and goes after it, so a directory
 * without a living lease is a left-over. Nothing is locked: every file has one writer.
 */
export interface Presence {
  readonly id: string;
  readonly directory: string;
  mark(mark: Mark): Promise<void>;
  unmark(mark: Mark): Promise<void>;
  /** Living owners, other than this one, that carry the mark. */
  others(mark: Mark): Promise<readonly string[]>;
  leave(): Promise<void>;
}

/** Makes itself known, then sweeps what dead owners left. */
export function enter(layout: Layout): Promise<Presence> {
  return withFaults(layout.leases, async () => {
    const id = randomBytes(8).toString("hex");
    const lease = join(layout.leases, id);
    const me = await self();
    await mkdir(layout.leases, { recursive: true });
    try {
      await writeFile(lease, JSON.stringify(me), { flag: "wx" });
      await mkdir(join(layout.tmp, id), { recursive: true });
      await sweep(layout, id, me);
    } catch (error) {
      await leave(layout, id).catch(() => undefined);
      throw error;
    }
    return presenceOf(layout, id, me);
  });
}

function presenceOf(layout: Layout, id: string, me: Owner): Presence {
  const lease = join(layout.leases, id);
  const at = (mark: Mark) => `${lease}.${mark}`;
  const beat = setInterval(() => void refresh(lease, me), heartbeatMs).unref();
  return {
    id,
    directory: join(layout.tmp, id),
    mark: (mark) => withFaults(at(mark), () => writeFile(at(mark), "")),
    unmark: (mark) => rm(at(mark), { force: true }),
    others: async (mark) => {
      const { living } = await survey(layout, id, me);
      return [...living].flatMap(([other, marks]) => (marks.has(mark) ? [other] : []));
    },
    leave: () => {
      clearInterval(beat);
      return leave(layout, id);
    },
  };
}

async function leave({ tmp, leases }: Layout, id: string): Promise<void> {
  await rm(join(tmp, id), { recursive: true, force: true });
  for (const name of [`${id}.held`, `${id}.collecting`, id]) await rm(join(leases, name), { force: true });
}

/** Touches the lease by the clock of its file system. A missed heartbeat is made up for by the next. */
const refresh = (lease: string, me: Owner): Promise<void> =>
  writeFile(lease, JSON.stringify(me), { flag: "r+" }).catch(() => undefined);

interface Survey {
  /** Owners that live, this one left out, with their marks. */
  readonly living: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names in `leases/` of those who do not. */
  readonly dead: readonly string[];
}

async function survey({ leases }: Layout, id: string, me: Owner): Promise<Survey> {
  const names = (await readdir(leases)).filter((name) => ownerOf(name) !== id);
  const now = await fileSystemNow(join(leases, id));
  const ids = [...new Set(names.map(ownerOf))];
  const alive = await Promise.all(ids.map((other) => lives(join(leases, other), me, now)));
  const living = ids.filter((_, i) => alive[i]);
  return {
    living: new Map(living.map((other) => [other, marksOf(other, names)])),
    dead: names.filter((name) => !living.includes(ownerOf(name))),
  };
}

const ownerOf = (name: string): string => name.split(".", 1)[0]!;

const marksOf = (id: string, names: readonly string[]): ReadonlySet<string> =>
  new Set(names.filter((name) => name.startsWith(`${id}.`)).map((name) => name.slice(id.length + 1)));

async function lives(lease: string, me: Owner, now: number): Promise<boolean> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(lease, "latin1"), stat(lease)]);
    return await isAlive(parseOwner(text), me, now - mtimeMs);
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** Ages are taken by the clock that writes the times: the disk may be another machine's. */
export async function fileSystemNow(lease: string): Promise<number> {
  await writeFile(`${lease}.now`, "");
  const { mtimeMs } = await stat(`${lease}.now`);
  await rm(`${lease}.now`, { force: true });
  return mtimeMs;
}

/**
 * Removes directories and leases of the dead. The directories are listed before the leases: whoever
 * comes meanwhile has no directory in the list. What cannot be removed now can be by the next.
 */
async function sweep(layout: Layout, id: string, me: Owner): Promise<void> {
  const directories = await readdir(layout.tmp);
  const { living, dead } = await survey(layout, id, me);
  const orphans = directories.filter((name) => name !== id && !living.has(name));
  const paths = [...orphans.map((name) => join(layout.tmp, name)), ...dead.map((name) => join(layout.leases, name))];
  for (const path of paths) await rm(path, { recursive: true, force: true }).catch(() => undefined);
}
