import type { Options } from "../../commands/options.ts";
import type { Process } from "../../kernel/process.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { limits } from "../../../limits.ts";
import { linesOf } from "../text-file.ts";
import { today } from "./last-change.ts";
import { type Call, otherTree, shadowTool } from "./shadow-tool.ts";

const salted = "hashes passwords with a random salt, which is not emulated";

const options = {
  method: { short: "c", long: "crypt-method", value: "required", refused: salted },
  encrypted: { short: "e", long: "encrypted" },
  help: { short: "h", long: "help" },
  md5: { short: "m", long: "md5", refused: salted },
  root: { short: "R", long: "root", value: "required", refused: otherTree },
  rounds: { short: "s", long: "sha-rounds", value: "required", refused: salted },
} as const satisfies Options<string>;

type ChpasswdCall = Call<keyof typeof options>;

/** chpasswd(8) of shadow 4.13 (src/chpasswd.c) for passwords that are hashes already. */
export const chpasswd = shadowTool({
  options,
  usage: "chpasswd",
  impossible: (given) =>
    given.length > 0 ? undefined : { word: "chpasswd", reason: salted, help: "give it hashes: chpasswd -e" },
  async run(call) {
    for await (const { name } of call.options()) if (name === "help") await call.usage(0);
    const { accounts, proc } = call;
    await accounts.open(accounts.users, 1);
    if (accounts.has.shadow) await accounts.open(accounts.shadows, 1);
    let wrong = false;
    for (const [index, line] of linesOf(await standardInput(proc)).entries()) {
      const problem = line.length >= 8191 ? "line too long" : await change(call, line);
      if (problem !== undefined) await call.say(`line ${index + 1}: ${problem}`);
      wrong ||= problem !== undefined;
    }
    if (wrong) return call.fail(1, "error detected, changes ignored");
    if (accounts.has.shadow) await accounts.write(accounts.shadows, 1);
    await accounts.write(accounts.users, 1);
    return 0;
  },
});

/** What is wrong with a line. */
async function change({ accounts, proc, definitions }: ChpasswdCall, line: string): Promise<string | undefined> {
  const { users, shadows, has } = accounts;
  const colon = line.indexOf(":");
  if (colon < 0) return "missing new password";
  const [name, password] = [line.slice(0, colon), line.slice(colon + 1)];
  const user = users.find(name);
  if (user === undefined) return `user '${name}' does not exist`;
  const found = has.shadow ? shadows.find(name) : undefined;
  const fresh = async () => ({
    name,
    password,
    changed: -1,
    min: await definitions.number("PASS_MIN_DAYS", -1),
    max: await definitions.number("PASS_MAX_DAYS", -1),
    warn: await definitions.number("PASS_WARN_AGE", -1),
    ...{ inactive: -1, expire: -1, flag: -1 },
  });
  const shadow = found ?? (has.shadow && user.password === "x" ? await fresh() : undefined);
  const prepared = (path: string) => `failed to prepare the new ${path} entry '${name}'`;
  if (shadow !== undefined && !(await shadows.update({ ...shadow, password, changed: await today(proc) })))
    return prepared(shadows.path);
  if ((shadow === undefined || user.password !== "x") && !(await users.update({ ...user, password })))
    return prepared(users.path);
  return undefined;
}

async function standardInput(proc: Process): Promise<string> {
  const parts: Uint8Array[] = [];
  const input = proc.descriptor(0);
  for (let size = 0; ;) {
    const part = await input.read(65_536);
    if (part.length === 0) return Buffer.concat(parts).toString("latin1");
    parts.push(part);
    size += part.length;
    if (size > limits.settingsFile) throw new Refusal("chpasswd", "is given more than 16 MiB");
  }
}
