import { isErrno } from "../../../kernel/errno.ts";
import { Refusal } from "../../../kernel/refusal.ts";
import { exists } from "../../text-file.ts";
import { regexOf } from "../settings.ts";
import type { Adding } from "./adding.ts";

interface Home {
  readonly home: string;
  readonly uid: number;
  readonly gid: number;
  /** Whether /etc/skel is copied. */
  readonly skeleton: boolean;
}

/** Makes the home directory (adduser 3.134, create_homedir). What goes wrong there undoes the user, which is not emulated. */
export async function createHome(adding: Adding, { home, uid, gid, skeleton }: Home): Promise<void> {
  const { script, line, settings } = adding;
  const { files } = script.proc;
  if (/^\/+nonexistent(\/|$)/.test(home)) return script.tell(`Not creating \`${home}'.\n`);
  if (line.has("noHome")) return script.tell(`Not creating home directory \`${home}'.\n`);
  if (exists(script.proc, home)) {
    if (script.verbose)
      await script.warn(`The home directory \`${home}' already exists.  Not touching this directory.`);
    const stat = files.stat(home);
    if (stat.uid !== uid || stat.gid !== gid)
      await script.warn(
        `Warning: The home directory \`${home}' does not belong to the user you are currently creating.`,
      );
    return;
  }
  script.tell(`Creating home directory \`${home}' ...\n`);
  try {
    makeTree(adding, home);
    files.changeOwner(home, uid, gid);
    files.changeMode(home, modeOf(adding));
    if (!skeleton || settings.skel === "") return;
    script.tell(`Copying files from \`${settings.skel}' ...\n`);
    await copySkeleton(adding, { home, uid, gid, skeleton });
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Refusal(error.path || home, `could not be made (${error.message}): adduser undoes what it did`);
  }
}

function makeTree({ script }: Adding, home: string): void {
  let path = "";
  for (const name of home.split("/").filter(Boolean)) {
    path += `/${name}`;
    if (!exists(script.proc, path)) script.proc.files.makeDirectory(path, 0o755);
  }
}

function modeOf({ line, settings }: Adding): number {
  const given = line.has("system") ? settings.sys_dir_mode : settings.dir_mode;
  const mode = /[0-7]{3}/.test(given) ? given : line.has("system") ? "755" : "0700";
  const setgid = /yes/i.test(settings.setgid_home) && (mode.length === 3 || /^[0-1|4-5][0-7]{3}$/.test(mode));
  return Number.parseInt(setgid ? String(Number(mode) + 2000) : mode, 8);
}

async function copySkeleton(adding: Adding, home: Home, beneath = ""): Promise<void> {
  const { script, settings } = adding;
  const { files } = script.proc;
  const ignored = regexOf(settings.skel_ignore_regex);
  for (const name of files.list(`${settings.skel}${beneath}`)) {
    const path = `${beneath}/${name}`;
    const from = `${settings.skel}${path}`;
    const { type } = files.lstat(from);
    if (!ignored.test(`.${path}`)) await copyOne(adding, home, from, `${home.home}${path}`);
    if (type === "directory") await copySkeleton(adding, home, path);
  }
}

async function copyOne({ script, settings }: Adding, { uid, gid }: Home, from: string, to: string): Promise<void> {
  const { files } = script.proc;
  const { type } = files.lstat(from);
  if (type === "symlink") {
    files.symlink(files.readLink(from), to);
    files.changeOwner(to, uid, gid, { follow: false });
    return;
  }
  if (type === "directory") files.makeDirectory(to, 0o700);
  else if (type !== "file") throw new Refusal(from, "is no file, directory or symlink: adduser stops");
  else {
    (await files.open(to, { write: true, create: true, truncate: true })).close();
    await files.clone(from, to);
  }
  files.changeOwner(to, uid, gid);
  const { mode } = files.stat(from);
  const setgid = type === "directory" && (mode & 0o010) !== 0 && /yes/i.test(settings.setgid_home);
  files.changeMode(to, setgid ? mode | 0o2000 : mode);
}
