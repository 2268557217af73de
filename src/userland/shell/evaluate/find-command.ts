import { isErrno } from "../../kernel/errno.ts";
import type { Builtin, Shell } from "../shell.ts";
import type { FunctionDefinition } from "../syntax/tree.ts";

export type Found =
  | { readonly kind: "builtin"; readonly builtin: Builtin }
  | { readonly kind: "function"; readonly definition: FunctionDefinition }
  /** Index in PATH from which on it is looked for; -1 for a path. */
  | { readonly kind: "external"; readonly index: number }
  | { readonly kind: "unknown" };

export interface Finding {
  readonly path?: string;
  readonly withoutFunctions?: boolean;
  /** Only what needs no PATH. */
  readonly regularOnly?: boolean;
  /** Says that there is none. */
  readonly complain?: boolean;
}

/** What a name stands for: dash's find_command() (src/exec.c). Where a program was found is remembered until PATH changes. */
export async function findCommand(shell: Shell, name: string, how: Finding = {}): Promise<Found> {
  if (name.includes("/")) return { kind: "external", index: -1 };
  const definition = how.withoutFunctions ? undefined : shell.functions.get(name);
  if (definition !== undefined) return { kind: "function", definition };
  const builtin = shell.interpreter.builtins.get(name);
  if (builtin !== undefined) return { kind: "builtin", builtin };
  if (how.regularOnly) return { kind: "unknown" };
  const standard = shell.variables.get("PATH") ?? "";
  const path = how.path ?? standard;
  const known = path === standard ? shell.found.get(name) : undefined;
  if (known !== undefined) return { kind: "external", index: known };
  const { index, why } = searchPath(shell, name, path);
  if (index !== undefined) {
    if (path === standard) shell.found.set(name, index);
    return { kind: "external", index };
  }
  if (how.complain) await shell.warn(`${name}: ${why}`);
  return { kind: "unknown" };
}

/** The paths under which a program may be, in order. */
export const candidates = (path: string, name: string): readonly string[] =>
  path.split(":").map((directory) => (directory === "" ? name : `${directory}/${name}`));

function searchPath(shell: Shell, name: string, path: string): { index?: number; why: string } {
  let why = "not found";
  for (const [index, candidate] of candidates(path, name).entries()) {
    try {
      const { type, mode } = shell.proc.files.stat(candidate);
      why = "Permission denied";
      if (type !== "file") continue;
      if ((mode & 0o111) !== 0o111) shell.proc.files.access(candidate, { execute: true });
      return { index, why };
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (error.code !== "ENOENT" && error.code !== "ENOTDIR") why = error.message;
    }
  }
  return { why };
}
