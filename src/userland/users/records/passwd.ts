import { idOf } from "../c-numbers.ts";
import { isValidField, type RecordFormat } from "./record.ts";

/** passwd(5). */
export interface User {
  readonly name: string;
  readonly password: string;
  readonly uid: number;
  readonly gid: number;
  readonly comment: string;
  readonly home: string;
  readonly shell: string;
}

/** shadow: PASSWD_ENTRY_MAX_LENGTH. */
export const longestEntry = 32_768;

/** /etc/passwd as the shadow tools read and write it (lib/sgetpwent.c, lib/pwio.c; glibc's putpwent). */
export const passwd: RecordFormat<User> = {
  path: "/etc/passwd",
  mode: 0o644,
  joined: false,
  parse(line) {
    const [name, password, uidText, gidText, comment, home, shell, ...more] = line.split(":");
    if (shell === undefined || more.length > 0 || line.length >= longestEntry) return undefined;
    const [uid, gid] = [idOf(uidText!), idOf(gidText!)];
    if (uid === undefined || gid === undefined) return undefined;
    return { name: name!, password: password!, uid, gid, comment: comment!, home: home!, shell };
  },
  format({ name, password, uid, gid, comment, home, shell }) {
    const texts = [name, password, comment, home, shell];
    const valid = texts.every((text) => isValidField(text, /[:\n]/)) && uid !== 0xffff_ffff && gid !== 0xffff_ffff;
    if (!valid || texts.join("").length + 100 > longestEntry) return undefined;
    return `${name}:${password}:${uid}:${gid}:${comment}:${home}:${shell}`;
  },
  name: ({ name }) => name,
};
