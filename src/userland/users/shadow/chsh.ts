import { isErrno } from "../../kernel/errno.ts";
import type { Process } from "../../kernel/process.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { findUid, findUser } from "../name-service.ts";
import { isField } from "./names.ts";
import { otherTree, shadowTool } from "./shadow-tool.ts";
import { exists, linesOf, readTextIfAny } from "../text-file.ts";

/** chsh(1) of shadow 4.13 (src/chsh.c) for root. */
export const chsh = shadowTool({
  options: {
    help: { short: "h", long: "help" },
    root: { short: "R", long: "root", value: "required", refused: otherTree },
    shell: { short: "s", long: "shell", value: "required" },
  },
  usage: "chsh",
  impossible: (given) =>
    given.length > 0 ? undefined : { word: "chsh", reason: "asks for the new shell", help: "give it options: -s" },
  async run(call) {
    let shell = "";
    for await (const { name, value } of call.options()) {
      if (name === "help") await call.usage(0);
      shell = value;
    }
    const [name] = call.operands;
    const { proc, accounts } = call;
    const user = name === undefined ? await findUid(proc, proc.credentials.uid) : await findUser(proc, name);
    if (call.operands.length > 1) return call.usage(2);
    if (user === undefined) return call.fail(1, `user '${name}' does not exist`);
    if (!isField(shell) || /[\0-\x1f\x7f,=]/.test(shell)) return call.fail(1, `Invalid entry: ${shell}`);
    if (call.release !== "4.13") throw new Refusal("chsh", `is not emulated for shadow ${call.release}`);
    const root = await findUid(proc, 0);
    if (!linesOf((await readTextIfAny(proc, "/etc/shells")) ?? "").includes(root?.shell ?? ""))
      throw new Refusal("chsh", "asks PAM, and root's shell is none of /etc/shells");
    const doubt = shellDoubt(proc, shell);
    if (doubt !== undefined) await call.say(`Warning: ${shell} ${doubt}`);
    await accounts.open(accounts.users, 1);
    const entry = accounts.users.find(user.name);
    if (entry === undefined) return call.fail(1, `user '${user.name}' does not exist in /etc/passwd`);
    await accounts.update(accounts.users, { ...entry, shell }, entry.name, 1);
    await accounts.write(accounts.users, 1);
    return 0;
  },
});

function shellDoubt(proc: Process, shell: string): string | undefined {
  if (!exists(proc, shell)) return "does not exist";
  try {
    proc.files.access(shell, { execute: true });
    return undefined;
  } catch (error) {
    if (isErrno(error)) return "is not executable";
    throw error;
  }
}
