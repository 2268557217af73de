import { isErrno, SystemError } from "../../kernel/errno.ts";
import { candidates } from "../evaluate/find-command.ts";
import type { Builtin, Shell } from "../shell.ts";
import { ShellError } from "../state/failure.ts";
import { parseWords } from "./words.ts";

const isPhysical = ({ options }: ReturnType<typeof parseWords>): boolean => options.at(-1)?.letter === "P";

/** cd (dash: src/cd.c). */
const cd: Builtin = {
  regular: true,
  run(shell, args) {
    const words = parseWords(args, "LP");
    const physical = isPhysical(words);
    const [given] = words.operands;
    const back = given === "-";
    const wanted =
      (given === undefined ? shell.variables.get("HOME") : back ? shell.variables.get("OLDPWD") : given) ?? "";
    const { path, printed } = along(shell, wanted);
    if (!change(shell, path, physical)) throw new ShellError(`can't cd to ${wanted}`);
    if (back || printed) shell.print(`${shell.directory}\n`);
    return 0;
  },
};

/** Along CDPATH where the name begins with no slash and no dots. */
function along(shell: Shell, wanted: string): { path: string; printed: boolean } {
  const cdPath = shell.variables.get("CDPATH");
  if (/^(\/|\.\.?(\/|$))/.test(wanted) || cdPath === undefined) return { path: wanted || ".", printed: false };
  const directories = cdPath.split(":");
  for (const [index, path] of candidates(cdPath, wanted || ".").entries()) {
    try {
      if (shell.proc.files.stat(path).type === "directory") return { path, printed: directories[index] !== "" };
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }
  return { path: wanted || ".", printed: false };
}

function change(shell: Shell, path: string, physical: boolean): boolean {
  const logical =
    physical || (shell.directory === "" && !path.startsWith("/")) ? undefined : logicalPath(shell.directory, path);
  try {
    enter(shell, logical ?? path);
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
  setDirectory(shell, logical ?? shell.proc.cwd, true);
  return true;
}

/** chdir(2) */
function enter({ proc }: Shell, path: string): void {
  const { type } = proc.files.stat(path);
  if (type !== "directory") throw new SystemError("ENOTDIR", path);
  proc.files.access(path, { execute: true });
  proc.cwd = proc.files.realPath(path);
}

/** PWD, and OLDPWD where it moved. */
export function setDirectory(shell: Shell, directory: string, moved: boolean): void {
  if (moved) shell.variables.set("OLDPWD", shell.directory, { exported: true });
  shell.directory = directory;
  shell.variables.set("PWD", directory, { exported: true });
  if (moved) shell.forgetRelative();
}

/** `..` takes off the name before it, whatever it links to. */
function logicalPath(directory: string, path: string): string {
  const double = /^\/\/(?!\/)/.test(path) ? "/" : "";
  const names: string[] = [];
  for (const name of `${path.startsWith("/") ? "" : directory}/${path}`.split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return `${double}/${names.join("/")}`;
}

const pwd: Builtin = {
  regular: true,
  run(shell, args) {
    shell.print(`${isPhysical(parseWords(args, "LP")) ? shell.proc.cwd : shell.directory}\n`);
    return 0;
  },
};

export const directoryBuiltins: readonly (readonly [string, Builtin])[] = [
  ["cd", cd],
  ["chdir", cd],
  ["pwd", pwd],
];
