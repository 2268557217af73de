import { isErrno } from "../../kernel/errno.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { linesOf, readText } from "../text-file.ts";
import type { PerlScript } from "./perl-script.ts";

/** adduser.conf(5), deluser.conf(5) by their variables in lower case; what adduser 3.134 takes without the files. */
const defaults = {
  system: "0",
  only_if_empty: "0",
  remove_home: "0",
  home: "",
  remove_all_files: "0",
  backup: "0",
  backup_to: ".",
  dshell: "/bin/bash",
  first_system_uid: "100",
  last_system_uid: "999",
  first_uid: "1000",
  last_uid: "59999",
  first_system_gid: "100",
  last_system_gid: "999",
  first_gid: "1000",
  last_gid: "59999",
  dhome: "/home",
  skel: "/etc/skel",
  usergroups: "yes",
  users_gid: undefined as string | undefined,
  users_group: undefined as string | undefined,
  grouphomes: "no",
  letterhomes: "no",
  quotauser: "",
  dir_mode: "0700",
  sys_dir_mode: "0755",
  setgid_home: "no",
  no_del_paths: "",
  name_regex: "^[a-z][a-z0-9_-]*\\$?$",
  sys_name_regex: "^[a-z_][a-z0-9_-]*\\$?$",
  exclude_fstypes: "(proc|sysfs|usbfs|devpts|devtmpfs|devfs|afs)",
  skel_ignore_regex: ".(dpkg|ucf)-(old|new|dist)$",
  extra_groups: "users",
  add_extra_groups: "0",
  uid_pool: "",
  gid_pool: "",
};

export type Settings = Readonly<typeof defaults>;

/** Reads the files, one over the other. */
export async function readSettings(script: PerlScript, files: readonly string[]): Promise<Settings> {
  const settings: Record<string, string | undefined> = { ...defaults };
  for (const file of files) await readInto(settings, script, file);
  for (const name of ["uid_pool", "gid_pool"])
    if (isTrue(settings[name])) throw new Refusal(name.toUpperCase(), "is a pool of ids, which is not emulated");
  return settings as typeof defaults;
}

async function readInto(settings: Record<string, string | undefined>, script: PerlScript, file: string): Promise<void> {
  if (!isFile(script, file)) {
    if (script.verbose) await script.warn(`\`${file}' does not exist. Using defaults.`);
    return;
  }
  for (const [index, line] of linesOf(await readText(script.proc, file)).entries()) {
    if (/^#|^\s*$/.test(line)) continue;
    const [, name, value] = /^\s*([_a-zA-Z0-9]+)\s*=\s*(.*)/.exec(line) ?? [];
    if (name === undefined) await script.warn(`Couldn't parse \`${file}', line ${index + 1}.`);
    else if (!Object.hasOwn(settings, name.toLowerCase()))
      await script.warn(`Unknown variable \`${name}' at \`${file}', line ${index + 1}.`);
    else settings[name.toLowerCase()] = value!.replace(/^"(.*)"$/, "$1").replace(/^'(.*)'$/, "$1");
  }
}

function isFile({ proc }: PerlScript, path: string): boolean {
  try {
    return proc.files.stat(path).type === "file";
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

/** As Perl sees it. */
export const isTrue = (value: string | undefined): boolean => value !== undefined && value !== "" && value !== "0";

/** A regular expression of Perl's that means the same here; what might not is refused. */
export function regexOf(source: string): RegExp {
  if (/\(\?|\\[^$.\-_/@+*?()[\]{}|^swd]|[+*?}]\+|\[\[?:|[@]\w/.test(source.replace(/\\@/g, "")))
    throw new Refusal(source, "is a regular expression of Perl's that is not emulated");
  return new RegExp(source);
}
