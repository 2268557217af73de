import { allGroups, allUsers } from "../name-service.ts";
import type { Call } from "./shadow-tool.ts";

interface Range {
  readonly least: number;
  readonly most: number;
  /** Of an id that is asked for. */
  readonly leastPreferred: number;
}

/** A free id of a user (shadow: libmisc/find_new_uid.c); undefined, and said why, where there is none. */
export async function findUserId(call: Call<string>, system: boolean): Promise<number | undefined> {
  const known = new Set((await allUsers(call.proc)).map(({ uid }) => uid));
  const used = call.accounts.users.entries.map(({ uid }) => uid);
  return findId(call, "UID", { system, known, used });
}

/** A free id of a group, `preferred` if that will do (libmisc/find_new_gid.c). */
export async function findGroupId(
  call: Call<string>,
  system: boolean,
  preferred?: number,
): Promise<number | undefined> {
  const known = new Set((await allGroups(call.proc)).map(({ gid }) => gid));
  const used = call.accounts.groups.entries.map(({ gid }) => gid);
  return findId(call, "GID", { system, known, used, preferred });
}

interface Wanted {
  readonly system: boolean;
  /** As the name service knows them. */
  readonly known: ReadonlySet<number>;
  /** In the order of the file that is open. */
  readonly used: readonly number[];
  readonly preferred?: number | undefined;
}

async function findId(call: Call<string>, kind: "UID" | "GID", wanted: Wanted): Promise<number | undefined> {
  const range = await rangeOf(call, kind, wanted.system);
  if (range === undefined) return undefined;
  const { least, most, leastPreferred } = range;
  const { preferred, used, known } = wanted;
  const taken = new Set([...used, ...known]);
  if (preferred !== undefined && preferred >= leastPreferred && preferred <= most && !taken.has(preferred))
    return preferred;
  const found = wanted.system ? highestFree(used, taken, range) : lowestFree(used, taken, least, most);
  if (found === undefined) await call.say(`Can't get unique ${kind} (no more available ${kind}s)`);
  return found;
}

/** Above all that are in use, or the first gap. */
function lowestFree(used: readonly number[], taken: ReadonlySet<number>, least: number, most: number) {
  let highest = least;
  for (const id of used) if (id >= highest && id <= most) highest = id + 1;
  if (highest > most) highest = least;
  for (let id = highest; id <= most; id++) if (!taken.has(id)) return id;
  for (let id = least; id < highest; id++) if (!taken.has(id)) return id;
  return undefined;
}

/** Below all that are in use, or the last gap. */
function highestFree(used: readonly number[], taken: ReadonlySet<number>, { least, most }: Range) {
  let lowest = most;
  for (const id of used) if (id <= lowest && id >= least) lowest = id - 1;
  if (lowest < least) lowest = most;
  for (let id = lowest; id >= least; id--) if (!taken.has(id)) return id;
  for (let id = most; id > lowest; id--) if (!taken.has(id)) return id;
  return undefined;
}

async function rangeOf(call: Call<string>, kind: "UID" | "GID", system: boolean): Promise<Range | undefined> {
  const { definitions } = call;
  if (!system) {
    const least = await definitions.count(`${kind}_MIN`, 1000);
    const most = await definitions.count(`${kind}_MAX`, 60_000);
    if (most >= least) return { least, most, leastPreferred: least };
    await call.say(`Invalid configuration: ${kind}_MIN (${least}), ${kind}_MAX (${most})`);
    return undefined;
  }
  const first = await definitions.count(`${kind}_MIN`, 1000);
  const least = await definitions.count(`SYS_${kind}_MIN`, 101);
  const most = await definitions.count(`SYS_${kind}_MAX`, first - 1);
  // 0 is root's.
  if (most >= least) return { least: Math.max(least, 1), most, leastPreferred: 1 };
  await call.say(
    `Invalid configuration: SYS_${kind}_MIN (${least}), ${kind}_MIN (${first}), SYS_${kind}_MAX (${most})`,
  );
  return undefined;
}
