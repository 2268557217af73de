import { execByName } from "../../commands/execvp.ts";
import { readOptions, type Options, Misuse, misuse, refusedOption, type Word } from "../../commands/options.ts";
import { isErrno } from "../../kernel/errno.ts";
import { isRoot } from "../../kernel/credentials.ts";
import type { Process } from "../../kernel/process.ts";
import { Exit, type Impossible, type Program } from "../../kernel/program.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { groupOf } from "../shadow/names.ts";
import { findUser, groupsOf } from "../name-service.ts";
import type { User } from "../records/passwd.ts";
import { checkPam } from "./pam.ts";
import { changedEnvironment } from "./environment.ts";

const text = "its text belongs to the version in the image";

const options = {
  command: { short: "c", long: "command", value: "required" },
  sessionCommand: { long: "session-command", value: "required" },
  fast: { short: "f", long: "fast" },
  group: { short: "g", long: "group", value: "required" },
  groups: { short: "G", long: "supp-group", value: "required" },
  login: { short: "l", long: "login" },
  preserve: { short: "mp", long: "preserve-environment" },
  terminal: { short: "P", long: "pty", refused: "makes a terminal" },
  shell: { short: "s", long: "shell", value: "required" },
  user: { short: "u", long: "user", value: "required" },
  keep: { short: "w", long: "whitelist-environment", value: "required" },
  help: { short: "h", long: "help", refused: text },
  version: { short: "V", long: "version", refused: text },
} as const satisfies Options<string>;

type Name = keyof typeof options;

/** What a command line asks for. */
export interface Wanted {
  readonly flags: ReadonlySet<Name>;
  readonly values: Readonly<Partial<Record<Name, string>>>;
  readonly gids: readonly number[];
  /** -g; else the first of -G. */
  readonly gid: number | undefined;
  readonly login: boolean;
  readonly user: string;
  readonly rest: readonly string[];
}

/** su(1) of util-linux 2.38 (login-utils/su-common.c) for root, who needs no password. */
export const su = become("su");
/** runuser(1). */
export const runuser = become("runuser");

function become(mode: "su" | "runuser"): Program {
  return {
    refuses,
    async run(proc) {
      const refused = refuses(proc.args.slice(1));
      if (refused !== undefined) throw new Refusal(`${proc.args[0]} ${refused.word}`, refused.reason);
      try {
        return await run(proc, mode);
      } catch (error) {
        if (error instanceof Misuse) return misuse(proc, error.message, 1);
        throw error;
      }
    },
  };
}

function refuses(words: readonly Word[]): Impossible | undefined {
  try {
    return refusedOption([...readOptions(words, options, [])], options);
  } catch (error) {
    if (error instanceof Misuse) return undefined;
    throw error;
  }
}

async function run(proc: Process, mode: "su" | "runuser"): Promise<number> {
  const wanted = await readWanted(proc, mode);
  if (mode === "runuser" && !isRoot(proc.credentials)) await fail(proc, "may not be used by non-root users");
  if (!isRoot(proc.credentials)) throw new Refusal(mode, "asks for a password");
  const user = await findUser(proc, wanted.user);
  if (user === undefined || user.name === "" || user.home === "")
    return fail(proc, `user ${wanted.user} does not exist or the user entry does not contain all the required fields`);
  await checkPam(proc, mode, wanted.login, user);
  const gid = wanted.gid ?? user.gid;
  const groups = wanted.gids.length > 0 ? wanted.gids : await groupsOf(proc, user.name, gid);
  const shell = wanted.flags.has("user") ? undefined : shellOf(proc, wanted, user);
  const env = await changedEnvironment(proc, mode, wanted, user, shell);
  proc.credentials = { uid: user.uid, gid, groups };
  if (wanted.login) await goHome(proc, user.home);
  return shell === undefined ? runCommand(proc, wanted.rest, env) : runShell(proc, wanted, shell, env);
}

async function readWanted(proc: Process, mode: "su" | "runuser"): Promise<Wanted> {
  const operands: Word[] = [];
  const flags = new Set<Name>();
  const values: Partial<Record<Name, string>> = {};
  const gids: number[] = [];
  for (const { name, value = "" } of readOptions(proc.args.slice(1), options, operands)) {
    if (name === "user" && mode === "su") {
      await proc.err(`Try '${proc.args[0]} --help' for more information.\n`);
      throw new Exit(1);
    }
    flags.add(name);
    values[name] = value;
    if (name === "sessionCommand") values.command = value;
    if (name === "group" || name === "groups") gids.push(await gidOf(proc, value));
  }
  if (flags.has("preserve") && flags.has("keep"))
    await fail(proc, "mutually exclusive arguments: --preserve-environment --whitelist-environment");
  const rest = [...(operands as readonly string[])];
  const dash = rest[0] === "-";
  if (dash) rest.shift();
  const login = dash || flags.has("login");
  if (login && flags.delete("preserve"))
    await proc.err(`${proc.args[0]}: ignoring --preserve-environment, it's mutually exclusive with --login\n`);
  if (flags.has("user")) {
    if (values.shell !== undefined || flags.has("fast") || values.command !== undefined || login)
      await fail(proc, "options --{shell,fast,command,session-command,login} and --user are mutually exclusive");
    if (rest.length === 0) await fail(proc, "no command was specified");
  }
  const user = values.user ?? rest.shift() ?? "root";
  const own = values.group === undefined ? gids[0] : await gidOf(proc, values.group);
  return { flags, values, gids, gid: own, login, user, rest };
}

async function gidOf(proc: Process, name: string): Promise<number> {
  const group = await groupOf(proc, name);
  return group === undefined ? fail(proc, `group ${name} does not exist`) : group.gid;
}

const shellOf = (proc: Process, { flags, values }: Wanted, user: User): string =>
  values.shell ?? (flags.has("preserve") ? proc.env.get("SHELL") : undefined) ?? (user.shell || "/bin/sh");

/** chdir(2) as the new user. */
async function goHome(proc: Process, home: string): Promise<void> {
  try {
    if (proc.files.stat(home).type !== "directory") throw new Refusal(home, "is a home directory that is none");
    proc.files.access(home, { execute: true });
    proc.cwd = home;
  } catch (error) {
    if (!isErrno(error)) throw error;
    await proc.err(`${proc.args[0]}: warning: cannot change directory to ${home}: ${error.message}\n`);
  }
}

async function runShell(proc: Process, { flags, values, login, rest }: Wanted, shell: string, env: Process["env"]) {
  const name = shell.slice(shell.lastIndexOf("/") + 1);
  const command = values.command === undefined ? [] : ["-c", values.command];
  const args = [login ? `-${name}` : name, ...(flags.has("fast") ? ["-f"] : []), ...command, ...rest];
  try {
    return ended(shell, await proc.exec(shell, { args, env }));
  } catch (error) {
    if (!isErrno(error)) throw error;
    await proc.err(`${proc.args[0]}: failed to execute ${shell}: ${error.message}\n`);
    return error.code === "ENOENT" ? 127 : 126;
  }
}

async function runCommand(proc: Process, args: readonly string[], env: Process["env"]): Promise<number> {
  const tool = proc.args[0];
  const child = proc.fork(async (child) => {
    try {
      return await execByName(child, args, env);
    } catch (error) {
      if (!isErrno(error)) throw error;
      await proc.err(`${tool}: failed to execute ${args[0]}: ${error.message}\n`);
      return 1;
    }
  });
  return ended(args[0]!, await child.ended);
}

/** Of a signal su tells on standard error, and nobody knows here which it was. */
function ended(what: string, status: number): number {
  if (status <= 128) return status;
  throw new Refusal(what, `ended with ${status} under su, which may be a signal's`);
}

async function fail(proc: Process, message: string): Promise<never> {
  await proc.err(`${proc.args[0]}: ${message}\n`);
  throw new Exit(1);
}
