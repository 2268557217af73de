import { splitMembers } from "./group.ts";
import { isValidField, type RecordFormat } from "./record.ts";

/** gshadow(5). */
export interface GroupShadow {
  readonly name: string;
  readonly password: string;
  readonly administrators: readonly string[];
  readonly members: readonly string[];
}

/** /etc/gshadow (shadow: lib/gshadow.c, lib/sgroupio.c). */
export const gshadow: RecordFormat<GroupShadow> = {
  path: "/etc/gshadow",
  mode: 0o440,
  joined: true,
  parse(line) {
    const [name, password, administrators, members, ...more] = line.split(":");
    if (members === undefined || more.length > 0) return undefined;
    return {
      name: name!,
      password: password!,
      administrators: splitMembers(administrators!),
      members: splitMembers(members),
    };
  },
  format({ name, password, administrators, members }) {
    const valid =
      [name, password].every((text) => isValidField(text, /[:\n]/)) &&
      [...administrators, ...members].every((member) => isValidField(member, /[,:\n]/));
    return valid ? `${name}:${password}:${administrators.join(",")}:${members.join(",")}` : undefined;
  },
  name: ({ name }) => name,
};
