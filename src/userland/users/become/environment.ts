import type { Process } from "../../kernel/process.ts";
import { Refusal } from "../../kernel/refusal.ts";
import type { User } from "../records/passwd.ts";
import { linesOf, readTextIfAny } from "../text-file.ts";
import type { Wanted } from "./su.ts";

/** The environment under su (util-linux, modify_environment), with what PAM's session of Debian adds. */
export async function changedEnvironment(
  proc: Process,
  mode: "su" | "runuser",
  { flags, values, login }: Wanted,
  user: User,
  shell: string | undefined,
): Promise<ReadonlyMap<string, string>> {
  const env = new Map(login ? [] : proc.env);
  const set = (name: string, value: string | undefined) => value !== undefined && env.set(name, value);
  const settings = await settingsOf(proc);
  if (login) {
    set("SHELL", shell);
    set("PATH", pathOf(settings, user));
    for (const [name, value] of [
      ["HOME", user.home],
      ["USER", user.name],
      ["LOGNAME", user.name],
    ] as const)
      set(name, value);
    for (const name of [...(values.keep?.split(",") ?? []), "TERM"]) if (!env.has(name)) set(name, proc.env.get(name));
  } else if (!flags.has("preserve")) {
    set("HOME", user.home);
    set("SHELL", shell);
    if (settings.get("ALWAYS_SET_PATH")?.toLowerCase() === "yes") set("PATH", pathOf(settings, user));
    if (user.uid !== 0) {
      set("USER", user.name);
      set("LOGNAME", user.name);
    }
  }
  if (mode === "su") set("MAIL", `/var/mail/${user.name}`);
  return env;
}

/** /etc/login.defs as util-linux reads it (lib/logindefs.c). */
async function settingsOf(proc: Process): Promise<ReadonlyMap<string, string>> {
  const lines = linesOf((await readTextIfAny(proc, "/etc/login.defs")) ?? "");
  return new Map(
    lines.flatMap((line) => {
      const [, name, value] = /^\s*([^\s#]\S*)[\s="]+(.*?)["\s]*$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value!] as const];
    }),
  );
}

function pathOf(settings: ReadonlyMap<string, string>, { uid }: User): string {
  const path = uid === 0 ? (settings.get("ENV_ROOTPATH") ?? settings.get("ENV_SUPATH")) : settings.get("ENV_PATH");
  if (path === undefined) throw new Refusal("/etc/login.defs", "does not say what PATH is after su");
  return path.replace(/^PATH=/, "");
}
