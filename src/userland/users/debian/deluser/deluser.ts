import { isRoot } from "../../../kernel/credentials.ts";
import type { Program } from "../../../kernel/program.ts";
import { Refusal } from "../../../kernel/refusal.ts";
import { allUsers, findGid, findGroup, findUser } from "../../name-service.ts";
import { isSystemId } from "../adduser/adding.ts";
import { getOptions, type PerlOptions, refusedPerlOption } from "../getopt-long.ts";
import { PerlScript } from "../perl-script.ts";
import { isTrue, readSettings, type Settings } from "../settings.ts";
import { removeHome } from "./remove-home.ts";
import { usage, version } from "./usage.ts";

const options = {
  quiet: { names: ["quiet", "q"] },
  debug: { names: ["debug"], refused: "prints what Perl knows of its variables" },
  verbose: { names: ["verbose"], refused: "prints what Perl knows of its variables" },
  version: { names: ["version", "v"] },
  help: { names: ["help", "h"] },
  group: { names: ["group"] },
  configuration: { names: ["conf", "c"], value: "s" },
  system: { names: ["system"] },
  onlyIfEmpty: { names: ["only-if-empty"] },
  removeHome: { names: ["remove-home"] },
  removeAll: { names: ["remove-all-files"], refused: "searches the whole tree" },
  backup: { names: ["backup"], refused: "makes an archive" },
  backupTo: { names: ["backup-to"], value: "s", refused: "makes an archive" },
  backupSuffix: { names: ["backup-suffix"], value: "s", refused: "makes an archive" },
  noPreserveRoot: { names: ["no-preserve-root"] },
} as const satisfies PerlOptions<string>;

type Flag = keyof typeof options;

interface Removing {
  readonly script: PerlScript;
  readonly settings: Settings;
  readonly flags: ReadonlySet<Flag>;
  readonly system: boolean;
}

const refusedWord: Program["refuses"] = (words) => refusedPerlOption(words, options);

/** deluser(8), and delgroup(8) where it is called so: Debian's 3.134, a Perl script. */
export const deluser: Program = {
  refuses: refusedWord,
  async run(proc) {
    const words = proc.args.slice(1);
    const refused = refusedWord(words);
    if (refused !== undefined) throw new Refusal(`${proc.args[0]} ${refused.word}`, refused.reason, refused.help);
    const flags = new Set(getOptions(words, options).given.map(({ name }) => name));
    const script = new PerlScript(proc, !flags.has("quiet"));
    await script.demand("3.134");
    try {
      return await run(script, words, flags);
    } finally {
      await script.flush();
    }
  },
};

async function run(script: PerlScript, words: readonly string[], flags: ReadonlySet<Flag>): Promise<number> {
  const { given, operands, warnings } = getOptions(words, options);
  for (const warning of warnings) await script.proc.err(warning);
  if (flags.has("help") || flags.has("version")) {
    script.print(flags.has("help") ? usage : version);
    return 0;
  }
  if (warnings.length > 0) {
    script.print(usage);
    return 1;
  }
  if (!isRoot(script.proc.credentials)) await script.die("Only root may remove a user or group from the system.");
  const names = operands as readonly string[];
  const [name, group] = names;
  if (names.slice(1).some((word) => word.startsWith("--"))) await script.die("No options allowed after names.");
  if (name === undefined) throw new Refusal(script.name, "asks for a name");
  if (name === "" || names.length > 2) await script.die("Only one or two names allowed.");
  const configurations = given.filter((one) => one.name === "configuration").map(({ value }) => value);
  const files = configurations.length > 0 ? configurations : ["/etc/adduser.conf", "/etc/deluser.conf"];
  const settings = await readSettings(script, files);
  if (isTrue(settings.remove_all_files) || isTrue(settings.backup))
    throw new Refusal("REMOVE_ALL_FILES, BACKUP", "are settings of deluser.conf that are not emulated");
  const removing = { script, settings, flags, system: flags.has("system") || isTrue(settings.system) };
  if (group !== undefined) await removeFromGroup(removing, name, group);
  else if (flags.has("group") || script.name.endsWith("delgroup")) await removeGroup(removing, name);
  else await removeUser(removing, name);
  script.tell("Done.\n");
  return 0;
}

async function removeUser({ script, settings, flags, system }: Removing, name: string): Promise<void> {
  const user = await findUser(script.proc, name);
  const complain = async (message: string, status: number): Promise<never> => {
    if (script.verbose) await script.warn(message);
    return script.exit(status);
  };
  if (system && user === undefined)
    await complain(`The user \`${name}' does not exist, but --system was given. Exiting.`, 0);
  if (system && user !== undefined && !isSystemId({ settings }, "uid", user.uid))
    await complain(`The user \`${name}' is not a system user. Exiting.`, 1);
  if (user === undefined) return script.die(`The user \`${name}' does not exist.`, 2);
  if (user.uid === 0 && !flags.has("noPreserveRoot")) {
    script.print("WARNING: You are just about to delete the root account (uid 0)\n");
    script.print("Usually this is never required as it may render the whole system unusable\n");
    script.print("If you really want this, call deluser with parameter --no-preserve-root\n");
    script.print("Stopping now without having performed any action\n");
    await script.exit(9);
  }
  if (flags.has("removeHome") || isTrue(settings.remove_home)) await removeHome(script, settings, user);
  const crontab = "/usr/bin/crontab";
  if (script.isExecutable(crontab)) throw new Refusal(crontab, "is asked for the user's jobs, which is not emulated");
  await script.warn(`\`${crontab}' not executed. Skipping crontab removal. Package \`cron' required.`);
  script.tell(`Removing user \`${name}' ...\n`);
  await script.lock();
  await script.call("/usr/sbin/userdel", name);
  const local = "/usr/local/sbin/deluser.local";
  if (script.isExecutable(local)) await script.call(local, name, String(user.uid), String(user.gid), user.home);
}

async function removeGroup({ script, settings, flags, system }: Removing, name: string): Promise<void> {
  const group = await findGroup(script.proc, name);
  if (group === undefined) {
    if (script.verbose) await script.warn(`The group \`${name}' does not exist.`);
    return script.exit(system ? 0 : 3);
  }
  if (system && !isSystemId({ settings }, "gid", group.gid)) {
    if (script.verbose) await script.warn(`The group \`${name}' is not a system group. Exiting.`);
    return script.exit(3);
  }
  if ((flags.has("onlyIfEmpty") || isTrue(settings.only_if_empty)) && group.members.length > 0)
    await script.die(`The group \`${name}' is not empty!`, 5);
  script.tell(`Removing group \`${name}' ...\n`);
  await script.lock();
  await script.call(await script.which("groupdel"), name);
}

async function removeFromGroup({ script }: Removing, name: string, groupName: string): Promise<void> {
  const { proc } = script;
  const user = await findUser(proc, name);
  if (user === undefined) return script.die(`The user \`${name}' does not exist.`, 2);
  const group = await findGroup(proc, groupName);
  if (group === undefined) return script.die(`The group \`${groupName}' does not exist.`, 3);
  if (user.gid !== 0 && (await findGid(proc, user.gid))?.name === groupName)
    await script.die("You may not remove the user from their primary group.", 7);
  const users = new Set((await allUsers(proc)).map((one) => one.name));
  const members = group.members.filter((member) => users.has(member));
  if (!members.includes(name)) await script.die(`The user \`${name}' is not a member of group \`${groupName}'.`, 6);
  script.tell(`Removing user \`${name}' from group \`${groupName}' ...\n`);
  await script.lock();
  const rest = members.filter((member) => member !== name);
  await script.call("/usr/bin/gpasswd", "-M", rest.join(","), groupName);
}
