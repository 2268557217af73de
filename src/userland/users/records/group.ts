import { idOf } from "../c-numbers.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { isValidField, type RecordFormat } from "./record.ts";

/** group(5). */
export interface Group {
  readonly name: string;
  readonly password: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/** A list as the shadow tools split it: empty names count, but for one at the end. */
export const splitMembers = (text: string): readonly string[] => (text === "" ? [] : text.replace(/,$/, "").split(","));

/** /etc/group as the shadow tools read and write it (lib/sgetgrent.c, lib/groupio.c; glibc's putgrent). */
export const group: RecordFormat<Group> = {
  path: "/etc/group",
  mode: 0o644,
  joined: true,
  parse(line) {
    const [name, password, gidText, members, ...more] = line.split(":");
    if (gidText === undefined || gidText === "" || more.length > 0) return undefined;
    // The tool takes the members of the line before.
    if (members === undefined) throw new Refusal(line, "is a line of /etc/group without its last colon");
    const gid = idOf(gidText);
    return gid === undefined ? undefined : { name: name!, password: password!, gid, members: splitMembers(members) };
  },
  format({ name, password, gid, members }) {
    const valid = isValidField(name, /[:\n]/) && isValidField(password, /[:\n]/) && gid !== 0xffff_ffff;
    if (!valid || !members.every((member) => isValidField(member, /[,:\n]/))) return undefined;
    return `${name}:${password}:${gid}:${members.join(",")}`;
  },
  name: ({ name }) => name,
};
