import type { Process } from "../../kernel/process.ts";
import type { Database } from "../database.ts";
import { allUsers } from "../name-service.ts";
import type { SubordinateIds } from "../records/subids.ts";
import type { Call } from "./shadow-tool.ts";

/** A range that nobody has (shadow: libmisc/find_new_sub_uids.c): its start; undefined, and said why, where none is left. */
export async function findSubordinateIds(
  call: Call<string>,
  kind: "UID" | "GID",
  database: Database<SubordinateIds>,
): Promise<number | undefined> {
  const least = await call.definitions.count(`SUB_${kind}_MIN`, 100_000);
  const most = await call.definitions.count(`SUB_${kind}_MAX`, 600_100_000);
  const count = await call.definitions.count(`SUB_${kind}_COUNT`, 65_536);
  if (least > most || count >= most || least + count - 1 > most) {
    await call.say(
      `Invalid configuration: SUB_${kind}_MIN (${least}), SUB_${kind}_MAX (${most}), SUB_${kind}_COUNT (${count})`,
    );
    return undefined;
  }
  const start = freeRange(database, least, most, count);
  if (start === undefined) await call.say(`Can't get unique subordinate ${kind} range`);
  return start;
}

/** lib/subordinateio.c, find_free_range: sorts the file on the way. */
function freeRange(database: Database<SubordinateIds>, least: number, most: number, count: number) {
  database.sort(
    (a, b) => a.start - b.start || a.count - b.count || (a.owner < b.owner ? -1 : Number(a.owner > b.owner)),
  );
  let low = least;
  for (const { start, count: length } of database.entries) {
    const high = Math.min(start, most + 1);
    if (high > low && high - low >= count) return low;
    low = Math.max(low, start + length);
    if (low > most) return undefined;
  }
  return most - low + 1 >= count ? low : undefined;
}

/** Gives a range to an owner, unless it has that already. */
export async function addRange(
  proc: Process,
  database: Database<SubordinateIds>,
  { owner, start, count }: SubordinateIds,
): Promise<void> {
  if (!(await hasRange(proc, database, { owner, start, count }))) database.append({ owner, start, count });
}

async function hasRange(proc: Process, database: Database<SubordinateIds>, wanted: SubordinateIds): Promise<boolean> {
  if (wanted.count === 0) return false;
  const users = await allUsers(proc);
  const uidOf = (name: string) => users.find((user) => user.name === name)?.uid;
  const uid = uidOf(wanted.owner);
  const isOwners = (owner: string) => owner === String(uid) || uidOf(owner) === uid;
  const holds = ({ start, count }: SubordinateIds, id: number) => id >= start && id <= start + count - 1;
  const end = wanted.start + wanted.count - 1;
  let from = wanted.start;
  for (;;) {
    const own = database.entries.find((one) => one.owner === wanted.owner && holds(one, from));
    const range =
      own ?? (uid === undefined ? undefined : database.entries.find((one) => holds(one, from) && isOwners(one.owner)));
    if (range === undefined) return false;
    const last = range.start + range.count - 1;
    if (last >= end) return true;
    from = last + 1;
  }
}

/** Takes ids from an owner; what is left of a range stays, in two where its middle goes. */
export function removeRange(database: Database<SubordinateIds>, owner: string, first: number, last: number): void {
  const tails: SubordinateIds[] = [];
  database.rewrite((one) => {
    const end = one.start + one.count - 1;
    if (one.owner !== owner || last < one.start || first > end) return one;
    if (first <= one.start) return last >= end ? undefined : { owner, start: last + 1, count: end - last };
    if (last < end) tails.push({ owner, start: last + 1, count: end - last });
    return { owner, start: one.start, count: first - one.start };
  });
  for (const tail of tails) database.append(tail);
}
