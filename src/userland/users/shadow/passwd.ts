import type { Options } from "../../commands/options.ts";
import type { Process } from "../../kernel/process.ts";
import { longOf } from "../c-numbers.ts";
import { allUsers, findShadow, findUser } from "../name-service.ts";
import type { User } from "../records/passwd.ts";
import { dateOf } from "./last-change.ts";
import { type Call, otherTree, shadowTool } from "./shadow-tool.ts";

const options = {
  all: { short: "a", long: "all" },
  delete: { short: "d", long: "delete" },
  expire: { short: "e", long: "expire" },
  help: { short: "h", long: "help" },
  inactive: { short: "i", long: "inactive", value: "required" },
  keep: { short: "k", long: "keep-tokens" },
  lock: { short: "l", long: "lock" },
  min: { short: "n", long: "mindays", value: "required" },
  quiet: { short: "q", long: "quiet" },
  repository: { short: "r", long: "repository", value: "required" },
  root: { short: "R", long: "root", value: "required", refused: otherTree },
  status: { short: "S", long: "status" },
  unlock: { short: "u", long: "unlock" },
  warn: { short: "w", long: "warndays", value: "required" },
  max: { short: "x", long: "maxdays", value: "required" },
} as const satisfies Options<string>;

type Name = keyof typeof options;
type PasswdCall = Call<Name>;
type Days = Partial<Record<"inactive" | "min" | "warn" | "max", number>>;

const changing = ["delete", "expire", "inactive", "lock", "min", "unlock", "warn", "max"] as const;

/** passwd(1) of shadow 4.13 (src/passwd.c) for root: all but a new password, which PAM would hash with a salt of its own. */
export const passwd = shadowTool({
  options,
  usage: "passwd",
  misuse: 6,
  impossible: (given) =>
    given.some(({ name }) => ["help", "status", "all", ...changing].includes(name))
      ? undefined
      : {
          word: "passwd",
          reason: "asks for a password and hashes it with yescrypt and a random salt",
          help: "give the hash: usermod -p HASH USER",
        },
  async run(call) {
    const { flags, days } = await readOptions(call);
    const [name] = call.operands;
    const any = changing.some((flag) => flags.has(flag));
    if (call.operands.length > 1) await call.usage(2);
    if (flags.has("all")) {
      if (any || !flags.has("status") || name !== undefined) await call.usage(2);
      for (const user of await allUsers(call.proc)) await call.proc.out(await statusOf(call.proc, user));
      return 0;
    }
    if (any && name === undefined) await call.usage(2);
    if ((flags.has("status") && flags.has("keep")) || (any && (flags.has("status") || flags.has("keep"))))
      await call.usage(2);
    const user = await findUser(call.proc, name ?? "root");
    if (user === undefined) return call.fail(1, `user '${name}' does not exist`);
    if (flags.has("status")) {
      await call.proc.out(await statusOf(call.proc, user));
      return 0;
    }
    await (call.accounts.has.shadow ? updateShadow : updateUser)(call, user.name, flags, days);
    if (!flags.has("quiet")) await call.proc.out(`${call.tool}: password changed.\n`);
    return 0;
  },
});

async function readOptions(call: PasswdCall): Promise<{ readonly flags: ReadonlySet<Name>; readonly days: Days }> {
  const flags = new Set<Name>();
  const days: Days = {};
  for await (const { name, value } of call.options()) {
    flags.add(name);
    if (name === "help") await call.usage(0);
    if (name === "repository" && value !== "files") await call.fail(6, `repository ${value} not supported`);
    if (name !== "inactive" && name !== "min" && name !== "warn" && name !== "max") continue;
    const number = longOf(value);
    if (number !== undefined && number >= -1) days[name] = number;
    else {
      await call.say(`invalid numeric argument '${value}'`);
      await call.usage(6);
    }
  }
  return { flags, days };
}

async function statusOf(proc: Process, { name, password }: User): Promise<string> {
  const shadow = await findShadow(proc, name);
  if (shadow === undefined) return `${name} ${kindOf(password)}\n`;
  const { changed, min, max, warn, inactive } = shadow;
  return `${name} ${kindOf(shadow.password)} ${dateOf(changed)} ${min} ${max} ${warn} ${inactive}\n`;
}

const kindOf = (password: string): string => (password === "" ? "NP" : /^[*!]/.test(password) ? "L" : "P");

async function updateShadow(call: PasswdCall, name: string, flags: ReadonlySet<Name>, days: Days): Promise<void> {
  const { accounts } = call;
  const { shadows } = accounts;
  await accounts.lock(shadows, 5);
  await accounts.read(shadows, 3);
  const shadow = shadows.find(name);
  if (shadow === undefined) return updateUser(call, name, flags);
  const password = await changedPassword(call, shadow.password, flags);
  const { min = shadow.min, max = shadow.max, warn = shadow.warn, inactive = shadow.inactive } = days;
  const changed = flags.has("expire") ? 0 : shadow.changed;
  await accounts.update(shadows, { ...shadow, password, min, max, warn, inactive, changed }, name, 3);
  await accounts.write(shadows, 3);
}

async function updateUser(call: PasswdCall, name: string, flags: ReadonlySet<Name>): Promise<void> {
  const { accounts } = call;
  const { users } = accounts;
  await accounts.lock(users, 5);
  await accounts.read(users, 4);
  const user = users.find(name);
  if (user === undefined) return call.fail(1, `user '${name}' does not exist in ${users.path}`);
  await accounts.update(users, { ...user, password: await changedPassword(call, user.password, flags) }, name, 3);
  await accounts.write(users, 3);
}

async function changedPassword(call: PasswdCall, before: string, flags: ReadonlySet<Name>): Promise<string> {
  let password = flags.has("delete") ? "" : before;
  if (flags.has("unlock") && password.startsWith("!")) {
    if (password === "!")
      await call.fail(
        3,
        "unlocking the password would result in a passwordless account.\n" +
          "You should set a password with usermod -p to unlock the password of this account.",
      );
    password = password.slice(1);
  }
  return flags.has("lock") && !password.startsWith("!") ? `!${password}` : password;
}
