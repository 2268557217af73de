import type { Location } from "../errors.ts";
import { nearest } from "../nearest.ts";
import type { Filesystem } from "../oci/filesystem/filesystem.ts";
import { resolvePath } from "../oci/filesystem/resolve.ts";
import { problem } from "./errors.ts";

export interface Identity {
  readonly uid: number;
  readonly gid: number;
  /** Supplementary groups, the own one among them. */
  readonly groups: readonly number[];
  /** Home directory of the user; "/" for one that the image does not know. */
  readonly home: string;
}

interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/**
 * Who USER means in a tree (BuildKit, solver/llbsolver/ops and executor/oci/user.go): a user has
 * its own and its supplementary groups; with `:group` that group alone; digits are always an id,
 * and one that /etc/passwd does not know has group 0. Throws `run/unknown-user` for an unknown name.
 */
export async function identify(spec: string, tree: Filesystem, where: Location): Promise<Identity> {
  const colon = spec.indexOf(":");
  const userName = colon < 0 ? spec : spec.slice(0, colon);
  const groupName = colon < 0 ? "" : spec.slice(colon + 1);
  const users = parseUsers(await readText(tree, "etc/passwd"));
  const user = findUser(userName === "" ? "0" : userName, users, where);
  if (groupName === "" && user.name === undefined) return withGroups(user, user.gid);
  const groups = parseGroups(await readText(tree, "etc/group"));
  if (groupName !== "") return withGroups(user, findGroup(groupName, groups, where));
  const supplementary = groups.filter(({ members }) => members.includes(user.name!)).map(({ gid }) => gid);
  return withGroups(user, user.gid, supplementary);
}

/** The own group is one of the supplementary ones, so that access that is denied to it stays denied (CVE-2022-2989). */
const withGroups = ({ uid, home }: Omit<User, "name">, gid: number, more: readonly number[] = []): Identity => ({
  uid,
  gid,
  groups: [...new Set([gid, ...more])],
  home,
});

function findUser(name: string, users: readonly User[], where: Location): Omit<User, "name"> & { name?: string } {
  const found = users.find((user) => (isId(name) ? user.uid === Number(name) : user.name === name));
  if (found !== undefined) return found;
  if (isId(name)) return { uid: Number(name), gid: 0, home: "/" };
  throw unknown("user", name, users, "/etc/passwd", where);
}

function findGroup(name: string, groups: readonly Group[], where: Location): number {
  if (isId(name)) return Number(name);
  const found = groups.find((group) => group.name === name);
  if (found !== undefined) return found.gid;
  throw unknown("group", name, groups, "/etc/group", where);
}

/** Ids are 32 bits, and the last one means "none". */
const isId = (text: string): boolean => /^\d{1,10}$/.test(text) && Number(text) < 0xffff_ffff;

function unknown(what: string, name: string, known: readonly { name: string }[], file: string, where: Location) {
  const close = nearest(
    name,
    known.map((one) => one.name),
  );
  return problem("run/unknown-user", `the image has no ${what} named ${JSON.stringify(name)}`, {
    where,
    help:
      close === undefined
        ? `make it in an earlier RUN, for example: RUN ${what}add ${name}`
        : `${file} has ${JSON.stringify(close)}: is that the one?`,
  });
}

/** Symlinks lead nowhere outside the tree (CVE-2024-9676). Missing, or no file: no entries. */
async function readText(tree: Filesystem, path: string): Promise<string> {
  const { path: place, stat } = resolvePath(tree, path);
  if (stat?.type !== "file" || stat.size > 16 * 1024 * 1024) return "";
  const chunks: Uint8Array[] = [];
  for await (const chunk of tree.read(place)) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function parseUsers(text: string): User[] {
  return fields(text, 7).flatMap(([name, , uid, gid, , home]) =>
    isId(uid!) && isId(gid!) ? [{ name: name!, uid: Number(uid), gid: Number(gid), home: home || "/" }] : [],
  );
}

function parseGroups(text: string): Group[] {
  return fields(text, 4).flatMap(([name, , gid, members]) =>
    isId(gid!)
      ? [{ name: name!, gid: Number(gid), members: members!.split(",").filter((member) => member !== "") }]
      : [],
  );
}

function fields(text: string, count: number): string[][] {
  return text
    .split("\n")
    .map((line) => line.trim().split(":"))
    .filter((parts) => parts.length >= count - 1 && !parts[0]!.startsWith("#"))
    .map((parts) => [...parts, ...Array<string>(count).fill("")].slice(0, count));
}
