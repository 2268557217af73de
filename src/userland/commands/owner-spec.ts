import type { Owners } from "./owners.ts";

/** Whom a file is to belong to; -1 leaves it as it is. Names as they were written, for messages. */
export interface OwnerSpec {
  readonly uid: number;
  readonly gid: number;
  readonly userName: string | undefined;
  readonly groupName: string | undefined;
}

const maxId = 0xffff_fffe;

/** A number without sign that is no id of its own: -1 stands for none. */
export function parseId(text: string): number | undefined {
  const digits = /^[ \t\n\v\f\r]*\+?(\d+)$/.exec(text)?.[1];
  return digits === undefined || Number(digits) > maxId ? undefined : Number(digits);
}

/** "user:group" as gnulib's parse_user_spec takes it; "invalid user" and the like where it is none. */
export function parseOwner(
  text: string,
  owners: Owners,
): { readonly spec: OwnerSpec; readonly warning?: string } | string {
  const colon = text.indexOf(":");
  const first = parseAt(text, colon, owners);
  if (typeof first !== "string") return { spec: first };
  const dot = colon < 0 ? text.indexOf(".") : -1;
  const second = dot < 0 ? first : parseAt(text, dot, owners);
  return typeof second === "string" ? first : { spec: second, warning: "warning: '.' should be ':'" };
}

function parseAt(text: string, separator: number, owners: Owners): OwnerSpec | string {
  const user = separator < 0 ? text : text.slice(0, separator);
  const group = separator < 0 ? "" : text.slice(separator + 1);
  const entry = user === "" || user.startsWith("+") ? undefined : owners.user(user);
  let uid = entry?.uid ?? -1;
  let gid = -1;
  let groupName: string | undefined;
  if (user !== "" && entry === undefined) {
    if (separator >= 0 && group === "") return "invalid spec";
    const number = parseId(user);
    if (number === undefined) return "invalid user";
    uid = number;
  }
  if (entry !== undefined && separator >= 0 && group === "") {
    gid = entry.gid;
    groupName = owners.groupName(gid) ?? String(gid);
  }
  if (group !== "") {
    const found = group.startsWith("+") ? undefined : owners.group(group)?.gid;
    const number = found ?? parseId(group);
    if (number === undefined) return "invalid group";
    gid = number;
    if (found !== undefined) groupName = group;
  }
  return { uid, gid, userName: entry === undefined ? undefined : user, groupName };
}
