import type { Process } from "../../kernel/process.ts";
import { allGroups, allUsers } from "../../users/name-service.ts";

/** The names of users and groups in the image, as tar looks them up: once. */
export class Owners {
  readonly #uids: ReadonlyMap<string, number>;
  readonly #gids: ReadonlyMap<string, number>;
  readonly #users: ReadonlyMap<number, string>;
  readonly #groups: ReadonlyMap<number, string>;

  private constructor(
    users: readonly { name: string; uid: number }[],
    groups: readonly { name: string; gid: number }[],
  ) {
    // Of several with one name or number the first counts.
    this.#uids = new Map(users.map(({ name, uid }) => [name, uid] as const).reverse());
    this.#users = new Map(users.map(({ name, uid }) => [uid, name] as const).reverse());
    this.#gids = new Map(groups.map(({ name, gid }) => [name, gid] as const).reverse());
    this.#groups = new Map(groups.map(({ name, gid }) => [gid, name] as const).reverse());
  }

  static async of(proc: Process): Promise<Owners> {
    return new Owners(await allUsers(proc), await allGroups(proc));
  }

  uid = (name: string): number | undefined => this.#uids.get(name);
  gid = (name: string): number | undefined => this.#gids.get(name);
  user = (uid: number): string => this.#users.get(uid) ?? "";
  group = (gid: number): string => this.#groups.get(gid) ?? "";
}
