import { isErrno } from "../../../kernel/errno.ts";
import { Refusal } from "../../../kernel/refusal.ts";
import type { User } from "../../records/passwd.ts";
import { exists } from "../../text-file.ts";
import type { PerlScript } from "../perl-script.ts";
import type { Settings } from "../settings.ts";

const missing =
  "In order to use the --remove-home, --remove-all-files, and --backup features,\n" +
  "you need to install the `perl' package. To accomplish that, run\n" +
  "apt-get install perl.";

/** Removes files, then directories that are empty now; what cannot be removed stays without a word. */
export async function removeHome(script: PerlScript, { dhome }: Settings, { name, home }: User): Promise<void> {
  if (!hasFileFind(script)) await script.die(missing, 8);
  if (/[^\w/.-]/.test(dhome)) throw new Refusal(dhome, "is read as a regular expression");
  script.tell("Looking for files to backup/remove ...\n");
  const files: string[] = [];
  const directories: string[] = [];
  await find(script, home, files, directories);
  const mailbox = `/var/mail/${name}`;
  if (exists(script.proc, mailbox)) files.push(mailbox);
  if (files.length === 0 && directories.length === 0) return;
  script.tell("Removing files ...\n");
  for (const file of files) quietly(() => script.proc.files.unlink(file));
  for (const directory of directories.sort().reverse())
    if (directory !== dhome && directory !== "/") quietly(() => script.proc.files.removeDirectory(directory));
}

/** File::Find is in the package perl-modules. */
function hasFileFind({ proc }: PerlScript): boolean {
  if (!exists(proc, "/usr/share/perl")) return false;
  return proc.files.list("/usr/share/perl").some((version) => exists(proc, `/usr/share/perl/${version}/File/Find.pm`));
}

async function find(script: PerlScript, path: string, files: string[], directories: string[]): Promise<void> {
  const { proc } = script;
  await proc.breathe();
  if (!exists(proc, path) && files.length === 0 && directories.length === 0) return;
  const { type } = proc.files.lstat(path);
  const target = exists(proc, path) ? proc.files.stat(path).type : undefined;
  if (target === "file" || type === "symlink") files.push(path);
  if (target === "directory") directories.push(path);
  if (type === "directory")
    for (const name of proc.files.list(path)) await find(script, `${path}/${name}`, files, directories);
}

function quietly(step: () => void): void {
  try {
    step();
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}
