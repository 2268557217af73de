import { isErrno } from "../../../kernel/errno.ts";
import type { Process } from "../../../kernel/process.ts";
import { findGroup } from "../../name-service.ts";
import type { User } from "../../records/passwd.ts";
import { exists } from "../../text-file.ts";
import { copyTree } from "../home-trees.ts";
import type { Call } from "../shadow-tool.ts";

/** Makes a home directory with what the skeleton has, unless there is one. */
export async function makeHome(call: Call<string>, user: User, skeleton: string): Promise<void> {
  const { proc, tool } = call;
  const { home, uid, gid } = user;
  if (exists(proc, home)) {
    await proc.err(
      `${tool}: warning: the home directory ${home} already exists.\n` +
        `${tool}: Not copying any file from skel directory into it.\n`,
    );
    return;
  }
  await makeDirectories(call, home);
  proc.files.changeOwner(home, uid, gid);
  const { definitions } = call;
  const mode = await definitions.number("HOME_MODE", 0o777 & ~(await definitions.number("UMASK", 0o022)));
  proc.files.changeMode(home, mode);
  // What cannot be copied is left out without a word.
  await copyTree(proc, skeleton, home, { from: undefined, to: { uid, gid } });
}

async function makeDirectories(call: Call<string>, home: string): Promise<void> {
  const { files } = call.proc;
  let path = "";
  for (const name of home.split("/").filter(Boolean)) {
    path += `/${name}`;
    if (exists(call.proc, path)) continue;
    try {
      files.makeDirectory(path, 0);
    } catch (error) {
      if (!isErrno(error)) throw error;
      await call.fail(12, `cannot create directory ${path}`);
    }
    files.changeOwner(path, 0, 0);
    files.changeMode(path, 0o755);
  }
}

/** MAIL_DIR, or Debian's directory where no MAIL_FILE says otherwise. */
export function mailDirectory({ definitions }: Call<string>): string | undefined {
  return definitions.text("MAIL_DIR") ?? (definitions.text("MAIL_FILE") === undefined ? "/var/mail" : undefined);
}

/** Makes an empty mailbox. */
export async function makeMailbox(call: Call<string>, { name, uid, gid }: User): Promise<void> {
  const { proc } = call;
  const directory = mailDirectory(call);
  if (directory === undefined) return;
  const path = `${directory}/${name}`;
  if (!(await create(proc, path))) return;
  const mail = await findGroup(proc, "mail");
  if (mail === undefined) await proc.err("Group 'mail' not found. Creating the user mailbox file with 0600 mode.\n");
  proc.files.changeOwner(path, uid, mail?.gid ?? gid);
  proc.files.changeMode(path, mail === undefined ? 0o600 : 0o660);
}

async function create(proc: Process, path: string): Promise<boolean> {
  try {
    (await proc.files.open(path, { write: true, create: true, exclusive: true }, 0)).close();
    return true;
  } catch (error) {
    if (!isErrno(error)) throw error;
    await proc.err(`Creating mailbox file: ${error.message}\n`);
    return false;
  }
}
