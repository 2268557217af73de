import type { Options } from "../../commands/options.ts";
import { isRoot } from "../../kernel/credentials.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { longOf } from "../c-numbers.ts";
import type { Shadow } from "../records/shadow.ts";
import { dateOf, daysOf, longDateOf } from "./last-change.ts";
import { type Call, otherTree, shadowTool } from "./shadow-tool.ts";

const options = {
  changed: { short: "d", long: "lastday", value: "required" },
  expire: { short: "E", long: "expiredate", value: "required" },
  help: { short: "h", long: "help" },
  iso: { short: "i", long: "iso8601" },
  inactive: { short: "I", long: "inactive", value: "required" },
  list: { short: "l", long: "list" },
  min: { short: "m", long: "mindays", value: "required" },
  max: { short: "M", long: "maxdays", value: "required" },
  root: { short: "R", long: "root", value: "required", refused: otherTree },
  warn: { short: "W", long: "warndays", value: "required" },
} as const satisfies Options<string>;

type ChageCall = Call<keyof typeof options>;
type Ages = Omit<Shadow, "name" | "password" | "flag">;

const empty: Ages = { changed: -1, min: -1, max: -1, warn: -1, inactive: -1, expire: -1 };
const never = 10_000;

/** chage(1) of shadow 4.13 (src/chage.c) for root. */
export const chage = shadowTool({
  options,
  usage: "chage",
  impossible: (given) =>
    given.some(({ name }) => name !== "iso") ? undefined : { word: "chage", reason: "asks for the new values" },
  async run(call) {
    if (!isRoot(call.proc.credentials))
      throw new Refusal("chage", "would run with the rights of the group shadow (setgid), which is not emulated");
    const { ages, list, iso } = await readOptions(call);
    const [name] = call.operands;
    if (name === undefined || call.operands.length > 1) return call.usage(2);
    if (list && Object.keys(ages).length > 0) {
      await call.say('do not include "l" with other flags');
      return call.usage(2);
    }
    const { accounts } = call;
    const { users, shadows } = accounts;
    if (!accounts.has.shadow) return call.fail(15, "the shadow password file is not present");
    if (list) await Promise.all([users.open(false), shadows.open(false)]);
    else {
      await accounts.open(users, 1);
      await accounts.open(shadows, 1);
    }
    const user = users.find(name);
    if (user === undefined) return call.fail(1, `user '${name}' does not exist in ${users.path}`);
    const before = shadows.find(name);
    if (list) {
      await call.proc.out(listed({ ...empty, ...before }, iso));
      return 0;
    }
    if (before === undefined) await accounts.update(users, { ...user, password: "x" }, name, 1);
    const entry = before ?? { ...empty, name, password: user.password, flag: -1 };
    await accounts.update(shadows, { ...entry, ...ages }, name, 1);
    await accounts.write(shadows, 1);
    await accounts.write(users, 1);
    return 0;
  },
});

async function readOptions(call: ChageCall) {
  let ages: Partial<Ages> = {};
  let [list, iso] = [false, false];
  for await (const { name, value } of call.options()) {
    if (name === "help") await call.usage(0);
    else if (name === "list") list = true;
    else if (name === "iso") iso = true;
    else if (name !== "root") {
      const date = name === "changed" || name === "expire";
      const days = date ? daysOf(value) : longOf(value);
      if (days === undefined || days < -1) {
        await call.say(date ? `invalid date '${value}'` : `invalid numeric argument '${value}'`);
        await call.usage(2);
      } else ages = { ...ages, [name]: days };
    }
  }
  return { ages, list, iso };
}

function listed({ changed, min, max, warn, inactive, expire }: Ages, iso: boolean): string {
  const date = iso ? dateOf : longDateOf;
  const must = "password must be changed";
  const endless = changed < 0 || max >= never || max < 0;
  const last = changed < 0 ? "never" : changed === 0 ? must : date(changed);
  const expires = changed === 0 ? must : endless ? "never" : date(changed + max);
  const inactiveFrom = changed === 0 ? must : endless || inactive < 0 ? "never" : date(changed + max + inactive);
  return [
    `Last password change\t\t\t\t\t: ${last}`,
    `Password expires\t\t\t\t\t: ${expires}`,
    `Password inactive\t\t\t\t\t: ${inactiveFrom}`,
    `Account expires\t\t\t\t\t\t: ${expire < 0 ? "never" : date(expire)}`,
    `Minimum number of days between password change\t\t: ${min}`,
    `Maximum number of days between password change\t\t: ${max}`,
    `Number of days of warning before password expires\t: ${warn}`,
    "",
  ].join("\n");
}
