import { isRoot } from "../../../kernel/credentials.ts";
import { Exit, type Program } from "../../../kernel/program.ts";
import { Refusal } from "../../../kernel/refusal.ts";
import { findGroup, findUser } from "../../name-service.ts";
import { PerlScript } from "../perl-script.ts";
import { readSettings } from "../settings.ts";
import { addGroup, addSystemGroup } from "./add-group.ts";
import { addSystemUser } from "./add-system-user.ts";
import { addUser } from "./add-user.ts";
import { checkName } from "./check-name.ts";
import { type CommandLine, readCommandLine, refusedWord } from "./command-line.ts";
import type { Adding } from "./adding.ts";
import { usage, version } from "./usage.ts";

type Action = "adduser" | "addgroup" | "addsysuser" | "addsysgroup" | "addusertogroup";

/** adduser(8), and addgroup(8) where it is called so: Debian's 3.134, a Perl script. */
export const adduser: Program = {
  refuses: refusedWord,
  async run(proc) {
    const words = proc.args.slice(1);
    const refused = refusedWord(words);
    if (refused !== undefined) throw new Refusal(`${proc.args[0]} ${refused.word}`, refused.reason, refused.help);
    const line = readCommandLine(words);
    const script = new PerlScript(proc, line.verbose);
    await script.demand("3.134");
    try {
      return await run(script, line);
    } finally {
      await script.flush();
    }
  },
};

async function run(script: PerlScript, line: CommandLine): Promise<number> {
  const { proc } = script;
  for (const warning of line.warnings) await proc.err(warning);
  if (line.has("help") || line.has("version")) {
    script.print(line.has("help") ? usage : version);
    return 0;
  }
  if (line.warnings.length > 0) {
    script.print(usage);
    return 1;
  }
  if (!isRoot(proc.credentials)) await script.die("Only root may add a user or group to the system.");
  const { action, name, group } = await actionOf(script, line);
  const settings = await settingsOf(script, line);
  if (group !== undefined) return addUserToGroup(script, name, group);
  await checkName(script, line, settings, name);
  const adding: Adding = { script, line, settings, name };
  const add = { addgroup: addGroup, addsysgroup: addSystemGroup, addsysuser: addSystemUser, adduser: addUser };
  await (add[action as keyof typeof add] ?? addUser)(adding);
  return 0;
}

async function actionOf(script: PerlScript, line: CommandLine) {
  const [system, withGroup] = [line.has("system"), line.has("group")];
  const called = script.name === "addgroup" ? "addgroup" : "adduser";
  const action: Action = !system ? called : called === "adduser" ? "addsysuser" : "addsysgroup";
  const [name, group] = line.names;
  if (name === undefined || name === "" || line.names.length > 2) return script.die("Only one or two names allowed.");
  if (group !== undefined) {
    if (action === "addsysuser" || withGroup) await script.die("Specify only one name in this mode.");
    if (called === "addgroup") await script.die("addgroup with two arguments is an unspecified operation.");
  }
  await checkTogether(script, line, group === undefined ? action : "addusertogroup");
  if (group !== undefined) return { action: "addusertogroup" as const, name, group };
  if (!withGroup || action === "addsysuser") return { action, name, group };
  return { action: system ? ("addsysgroup" as const) : ("addgroup" as const), name, group };
}

async function checkTogether(script: PerlScript, line: CommandLine, action: Action): Promise<void> {
  const groups = (["group", "inGroup", "gid"] as const).filter((name) => line.has(name));
  if (action !== "addgroup" && groups.length > 1)
    await script.die("The --group, --ingroup, and --gid options are mutually exclusive.");
  const home = line.value("home");
  if (home === undefined) return;
  if (!home.startsWith("/")) await script.die("The home dir must be an absolute path.");
  if (!script.verbose) return;
  const problem = directoryProblem(script, home);
  if (!line.has("noHome") && problem === undefined)
    await script.warn(`Warning: The home dir ${home} you specified already exists.`);
  if (line.has("noHome") && problem !== undefined)
    await script.warn(`Warning: The home dir ${home} you specified can't be accessed: ${problem}`);
}

/** What -d makes of a path: undefined for a directory, else errno's words, which a file leaves as they were. */
function directoryProblem({ proc }: PerlScript, path: string): string | undefined {
  try {
    if (proc.files.stat(path).type === "directory") return undefined;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Refusal(path, "is no directory, and Perl's message of it says nothing of use");
}

async function settingsOf(script: PerlScript, line: CommandLine) {
  const files = line.configurations.length > 0 ? line.configurations : ["/etc/adduser.conf"];
  return readSettings(script, files);
}

async function addUserToGroup(script: PerlScript, user: string, group: string): Promise<number> {
  const { proc } = script;
  if ((await findUser(proc, user)) === undefined) await script.die(`The user \`${user}' does not exist.`);
  const found = await findGroup(proc, group);
  if (found === undefined) return script.die(`The group \`${group}' does not exist.`);
  if (found.members.includes(user)) {
    if (script.verbose) await script.warn(`The user \`${user}' is already a member of \`${group}'.`);
    throw new Exit(0);
  }
  script.tell(`Adding user \`${user}' to group \`${group}' ...\n`);
  await script.lock();
  await script.call("/usr/sbin/usermod", "-a", "-G", group, user);
  script.tell("Done.\n");
  return 0;
}
