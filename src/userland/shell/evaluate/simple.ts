import { isErrno } from "../../kernel/errno.ts";
import { signals } from "../../kernel/signals.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { expandAssignment, expandWord } from "../expand/words.ts";
import type { Builtin, Shell } from "../shell.ts";
import { ShellError } from "../state/failure.ts";
import { defaultPath } from "../state/variables.ts";
import type { Word } from "../syntax/parts.ts";
import type { SimpleCommand } from "../syntax/tree.ts";
import { assignmentName } from "../syntax/words.ts";
import { callFunction } from "./call.ts";
import { execute } from "./execute.ts";
import { findCommand, type Found } from "./find-command.ts";
import { type Flags, last, tested } from "./flags.ts";
import { forkShell } from "./fork.ts";
import { expandRedirections, keep, type Saved, withRedirections } from "./redirect.ts";
import { trace } from "./trace.ts";
import { waitFor } from "./wait.ts";

/** The words of a command, and what is known of it before it is looked for. */
interface Words {
  /** As `set -x` prints them. */
  readonly all: readonly string[];
  /** Without `command`. */
  readonly args: readonly string[];
  readonly found: Found;
  readonly special: boolean;
  /** Assignments in front of it end with it. */
  readonly scoped: boolean;
  readonly isExec: boolean;
  readonly path: string | undefined;
  readonly withoutFunctions: boolean;
}

/** No command but assignments and redirections: the status is that of the last substitution. */
const nothing: Builtin = { regular: true, run: (shell) => shell.substitutionStatus };

/** A simple command: dash's evalcommand(). */
export async function runSimple(shell: Shell, command: SimpleCommand, flags: Flags): Promise<number> {
  shell.line = command.line;
  shell.substitutionStatus = 0;
  try {
    const words = await expandWords(shell, command.words);
    return await withScope(shell, words.scoped, async () => {
      const wanted = await expandRedirections(shell, command.redirections);
      return withRedirections(shell, wanted, {
        run: (saved) => runExpanded(shell, { command, words, saved }, flags),
        failed: async (status) => {
          shell.status = status;
          if (words.special) throw new ShellError("a redirection", { status, told: true });
          return status;
        },
      });
    });
  } catch (error) {
    if (error instanceof RangeError) throw new Refusal("script", "needs more of the stack than there is");
    if (error instanceof Refusal) error.line ??= command.line;
    throw error;
  }
}

async function withScope(shell: Shell, scoped: boolean, run: () => Promise<number>): Promise<number> {
  if (!scoped) return run();
  shell.variables.pushScope();
  try {
    return await run();
  } finally {
    shell.variables.popScope();
  }
}

/** The first words decide how the others are expanded. */
async function expandWords(shell: Shell, words: readonly Word[]): Promise<Words> {
  const all: string[] = [];
  let next = 0;
  /** The word at `index` of all, where there is one. */
  const reach = async (index: number): Promise<string | undefined> => {
    while (all.length <= index && next < words.length)
      for (const word of await expandWord(shell, words[next++]!)) all.push(word);
    return all[index];
  };
  let start = 0;
  let found: Found = { kind: "builtin", builtin: nothing };
  let special: boolean | undefined;
  let path: string | undefined;
  let withoutFunctions = false;
  let isExec = false;
  let assigns = false;
  for (let name = await reach(0); name !== undefined; name = all[start]) {
    found = await findCommand(shell, name, { withoutFunctions, regularOnly: true });
    assigns = false;
    if (found.kind !== "builtin") break;
    special ??= found.builtin.special ?? false;
    assigns = found.builtin.assigns ?? false;
    isExec = name === "exec";
    if (name !== "command") break;
    const behind = await skipCommandOptions(reach, start);
    if (behind === undefined) break;
    ({ start } = behind);
    if (behind.standardPath) path = defaultPath;
    withoutFunctions = true;
  }
  for (; next < words.length; next++) {
    const word = words[next]!;
    if (assigns && assignmentName(word) !== undefined) all.push(await expandAssignment(shell, word));
    else for (const each of await expandWord(shell, word)) all.push(each);
  }
  const scoped = all.length > 0 && special !== true;
  return { all, args: all.slice(start), found, special: special ?? false, scoped, isExec, path, withoutFunctions };
}

/** Where the command behind `command` begins; undefined where `command` itself has to run: -v, -V, or nothing behind it. */
async function skipCommandOptions(reach: (index: number) => Promise<string | undefined>, from: number) {
  let standardPath = false;
  for (let start = from + 1; ; start++) {
    const word = await reach(start);
    if (word === undefined) return undefined;
    if (word === "--") return (await reach(start + 1)) === undefined ? undefined : { start: start + 1, standardPath };
    if (!word.startsWith("-") || word === "-") return { start, standardPath };
    if (!/^-p+$/.test(word)) return undefined;
    standardPath = true;
  }
}

interface Expanded {
  readonly command: SimpleCommand;
  readonly words: Words;
  readonly saved: Saved;
}

async function runExpanded(shell: Shell, { command, words, saved }: Expanded, flags: Flags): Promise<number> {
  const { args, isExec } = words;
  const assigned: string[] = [];
  for (const word of command.assignments) {
    const text = await expandAssignment(shell, word);
    assigned.push(text);
    const at = text.indexOf("=");
    const [name, value] = [text.slice(0, at), text.slice(at + 1)];
    if (words.scoped) shell.variables.local(name, value, true);
    else shell.variables.set(name, value, { exported: isExec && args.length > 1 });
  }
  if (shell.options.has("xtrace") && !shell.inPrompt) await trace(shell, [...assigned, ...words.all], saved);
  const status = await runFound(shell, words, flags);
  if (isExec) {
    keep(saved);
    saved.clear();
  }
  return status;
}

async function runFound(shell: Shell, words: Words, flags: Flags): Promise<number> {
  const { args, path, withoutFunctions } = words;
  let { found } = words;
  if (found.kind !== "builtin" || !(found.builtin.regular ?? found.builtin.special))
    found = await findCommand(shell, args[0]!, {
      withoutFunctions,
      complain: true,
      ...(path === undefined ? {} : { path }),
    });
  switch (found.kind) {
    case "unknown":
      return 127;
    case "builtin":
      return runBuiltin(shell, found.builtin, words, flags);
    case "function":
      return callFunction(shell, found.definition, args, flags);
    case "external":
      return external(shell, words, found.index, flags);
  }
}

async function external(shell: Shell, { args, path }: Words, index: number, flags: Flags): Promise<number> {
  const along = path ?? shell.variables.get("PATH") ?? "";
  if ((flags & last) !== 0 && shell.traps.all().length === 0) return execute(shell, args, along, index);
  const child = forkShell(shell, (own) => execute(own, args, along, index));
  return waitFor(shell, [child]);
}

async function runBuiltin(shell: Shell, builtin: Builtin, { args, special }: Words, flags: Flags): Promise<number> {
  const before = shell.commandName;
  try {
    if (args.length > 0) shell.commandName = args[0];
    const status = await builtin.run(shell, args, (flags & tested) !== 0);
    return await flushed(shell, status);
  } catch (error) {
    await flushed(shell, 0);
    await shell.report(error);
    if (!(error instanceof ShellError) || special) throw error;
    return shell.status;
  } finally {
    shell.commandName = before;
  }
}

/** Standard output cannot be written: said, unless nobody reads any more, which ends the shell. */
async function flushed(shell: Shell, status: number): Promise<number> {
  try {
    await shell.flush();
    return status;
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (error.code === "EPIPE") {
      if (shell.traps.get(signals.PIPE) === undefined) throw error;
      shell.traps.arrived(signals.PIPE);
    }
    await shell.warn(`${shell.commandName}: I/O error`);
    return status | 1;
  }
}
