import type { Process } from "../kernel/process.ts";
import type { Program } from "../kernel/program.ts";
import { isErrno } from "../kernel/errno.ts";
import { builtins } from "./builtins/builtins.ts";
import { setDirectory } from "./builtins/cd.ts";
import { readOptions } from "./builtins/set.ts";
import { type Dialect, dash } from "./dialect.ts";
import { evaluate } from "./evaluate/evaluate.ts";
import { evaluateFile, evaluateStream, openScript } from "./evaluate/file.ts";
import { finish } from "./evaluate/finish.ts";
import { evaluateText } from "./evaluate/text.ts";
import { type Interpreter, Shell } from "./shell.ts";
import { ShellError } from "./state/failure.ts";
import { Jobs } from "./state/jobs.ts";
import { Traps } from "./state/traps.ts";
import { defaultPath } from "./state/variables.ts";

const interpreter: Interpreter = { builtins, evaluate, evaluateText, finish };

const shellProgram = (dialect: Dialect): Program => ({
  refuses: (args) => {
    const options = args.slice(
      0,
      args.findIndex((word) => word === undefined || !/^[-+]/.test(word)),
    );
    const interactive = options.find((word) => /^-[a-zA-Z]*i/.test(word ?? ""));
    return interactive === undefined ? undefined : { word: interactive, reason: "is for terminals, and there is none" };
  },
  run: (proc) => runShell(proc, dialect),
});

/** Debian's /bin/sh. */
export const sh = shellProgram(dash);

/** dash's main(): options, then -c, a script, or standard input. */
async function runShell(proc: Process, dialect: Dialect): Promise<number> {
  const shell = new Shell(proc, {
    ...{ dialect, interpreter, name: proc.args[0] ?? "sh", rootId: proc.id },
    ...{ traps: new Traps(), jobs: new Jobs(), positional: { parameters: [], place: { index: 1, offset: -1 } } },
  });
  shell.line = 0;
  return finish(shell, async () => {
    importEnvironment(shell);
    const { command, rest, login } = readArguments(shell);
    await shell.flush();
    if (login) await readProfiles(shell);
    await runScript(shell, command, rest);
  });
}

/** dash's procargs(). */
function readArguments(shell: Shell): { command: boolean; rest: readonly string[]; login: boolean } {
  let command = false;
  let login = (shell.proc.args[0] ?? "").startsWith("-");
  const { rest } = readOptions(shell, {
    words: shell.proc.args.slice(1),
    atStart: (letter) => {
      if (letter === "c") command = true;
      else if (letter === "l") login = true;
      else return false;
      return true;
    },
  });
  if (rest.length === 0) {
    if (command) throw new ShellError("-c requires an argument");
    shell.setOptions([...shell.options, "stdin"]);
  }
  return { command, rest, login };
}

async function runScript(shell: Shell, command: boolean, rest: readonly string[]): Promise<void> {
  const fromInput = shell.options.has("stdin");
  if (command) {
    const [text, name, ...parameters] = rest;
    if (name !== undefined) shell.name = name;
    shell.setParameters(parameters);
    shell.line = 1;
    await evaluateText(shell, text!, 0);
    if (!fromInput) return;
  } else if (!fromInput) {
    const [path, ...parameters] = rest;
    shell.setParameters(parameters);
    const opened = () => {
      shell.name = path!;
      shell.line = 1;
    };
    await evaluateFile(shell, path!, opened);
    return;
  } else shell.setParameters(rest);
  shell.line = 1;
  const input = shell.proc.descriptors.get(0);
  if (input !== undefined) await evaluateStream(shell, input);
}

function importEnvironment(shell: Shell): void {
  const { proc, variables } = shell;
  const defaults = { PS4: "+ ", PS2: "> ", PS1: proc.credentials.uid === 0 ? "# " : "$ ", PATH: defaultPath };
  for (const [name, value] of Object.entries(defaults)) variables.set(name, value);
  for (const [name, value] of proc.env)
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) variables.set(name, value, { exported: true });
  variables.replace("IFS", " \t\n");
  variables.replace("OPTIND", "1");
  variables.replace("PPID", String(proc.parent));
  const given = variables.get("PWD");
  setDirectory(shell, given !== undefined && isHere(proc, given) ? given : proc.cwd, false);
}

/** A PWD that leads to where the process is. */
function isHere({ files }: Process, path: string): boolean {
  if (!path.startsWith("/")) return false;
  try {
    const [named, here] = [files.stat(path), files.stat(".")];
    return named.device === here.device && named.inode === here.inode;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

/** sh -l */
async function readProfiles(shell: Shell): Promise<void> {
  const home = shell.variables.get("HOME");
  for (const path of ["/etc/profile", ...(home === undefined ? [] : [`${home}/.profile`])]) {
    const file = await openScript(shell, path).catch((error: unknown) => {
      if (error instanceof ShellError) return undefined;
      throw error;
    });
    if (file === undefined) continue;
    await evaluateStream(shell, file);
    file.close();
    shell.skip = undefined;
  }
}
