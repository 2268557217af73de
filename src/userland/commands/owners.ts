import type { Process } from "../kernel/process.ts";
import { allGroups, allUsers } from "../users/name-service.ts";

/** Names and numbers of users and groups, read once from the image's files. */
export interface Owners {
  userName(uid: number): string | undefined;
  groupName(gid: number): string | undefined;
  user(name: string): { readonly uid: number; readonly gid: number } | undefined;
  group(name: string): { readonly gid: number } | undefined;
}

/** Of several entries with the same name or number the first counts, as in getpwnam(3) and getpwuid(3). */
const firstBy = <Key, Entry>(entries: readonly Entry[], key: (entry: Entry) => Key): ReadonlyMap<Key, Entry> =>
  new Map(entries.toReversed().map((entry) => [key(entry), entry]));

export async function ownersOf(proc: Process): Promise<Owners> {
  const [users, groups] = [await allUsers(proc), await allGroups(proc)];
  const [byUid, byUser] = [firstBy(users, ({ uid }) => uid), firstBy(users, ({ name }) => name)];
  const [byGid, byGroup] = [firstBy(groups, ({ gid }) => gid), firstBy(groups, ({ name }) => name)];
  return {
    userName: (uid) => byUid.get(uid)?.name,
    groupName: (gid) => byGid.get(gid)?.name,
    user: (name) => byUser.get(name),
    group: (name) => byGroup.get(name),
  };
}
