import { expandPattern, expandString } from "../expand/words.ts";
import type { Shell } from "../shell.ts";
import { ShellExit } from "../state/failure.ts";
import type { AndOr, Background, Case, Command, If, Redirected, Subshell } from "../syntax/tree.ts";
import { type Flags, last, tested } from "./flags.ts";
import { forkShell } from "./fork.ts";
import { forLoop, loop } from "./loops.ts";
import { runPipeline } from "./pipeline.ts";
import { expandRedirections, redirect, withRedirections } from "./redirect.ts";
import { runTraps } from "./signals.ts";
import { runSimple } from "./simple.ts";
import { withoutInput } from "./without-input.ts";
import { waitFor } from "./wait.ts";

/** Runs a command: dash's evaltree() (src/eval.c). Its status becomes `$?`. */
export async function evaluate(shell: Shell, command: Command | undefined, flags: Flags): Promise<number> {
  const pause = shell.proc.breathe();
  if (pause) await pause;
  let minded = false;
  if (command !== undefined && !shell.options.has("noexec")) {
    if (shell.traps.pending) await runTraps(shell);
    minded = isMinded(command);
    const status = await run(shell, command, flags, () => (minded = true));
    shell.status = status;
  }
  if (shell.traps.pending) await runTraps(shell);
  const fails = shell.options.has("errexit") && minded && (flags & tested) === 0 && shell.status !== 0;
  if (fails || (flags & last) !== 0) throw new ShellExit(false);
  return shell.status;
}

/** Whose failure ends the shell under `set -e`; that of other commands is the failure of one in them. */
const isMinded = ({ type }: Command): boolean =>
  type === "simple" || type === "subshell" || type === "background" || type === "pipeline";

function run(shell: Shell, command: Command, flags: Flags, mind: () => void): Promise<number> {
  switch (command.type) {
    case "simple":
      return runSimple(shell, command, flags);
    case "sequence":
      return sequence(shell, command.commands, flags);
    case "and-or":
      return andOr(shell, command, flags);
    case "not":
      return not(shell, command.command);
    case "pipeline":
      return runPipeline(shell, command, flags);
    case "background":
      return inBackground(shell, command);
    case "subshell":
      return subshell(shell, command, flags);
    case "redirected":
      return redirected(shell, command, flags, mind);
    case "if":
      return conditional(shell, command, flags);
    case "while":
    case "until":
      return loop(shell, command, flags);
    case "for":
      return forLoop(shell, command, flags);
    case "case":
      return select(shell, command, flags);
    case "function":
      shell.functions.set(command.name, command);
      return Promise.resolve(0);
    default:
      throw new TypeError(`${command.type} is not of this shell`);
  }
}

async function sequence(shell: Shell, commands: readonly Command[], flags: Flags): Promise<number> {
  let { status } = shell;
  for (const [index, command] of commands.entries()) {
    const final = index === commands.length - 1;
    status = await evaluate(shell, command, final ? flags : flags & tested);
    if (shell.skip !== undefined) break;
  }
  return status;
}

async function andOr(shell: Shell, { first, rest }: AndOr, flags: Flags): Promise<number> {
  let status = await evaluate(shell, first, tested);
  for (const [index, { operator, command }] of rest.entries()) {
    if (shell.skip !== undefined) break;
    if ((status === 0) !== (operator === "&&")) continue;
    status = await evaluate(shell, command, index === rest.length - 1 ? flags : tested);
  }
  return status;
}

async function not(shell: Shell, command: Command): Promise<number> {
  const status = await evaluate(shell, command, tested);
  if (shell.skip !== undefined) return status;
  return status === 0 ? 1 : 0;
}

async function redirected(
  shell: Shell,
  { line, command, redirections }: Redirected,
  flags: Flags,
  mind: () => void,
): Promise<number> {
  shell.line = line;
  const wanted = await expandRedirections(shell, redirections);
  return withRedirections(shell, wanted, {
    run: () => evaluate(shell, command, flags & tested),
    failed: async (status) => {
      mind();
      return status;
    },
  });
}

async function conditional(shell: Shell, { branches, otherwise }: If, flags: Flags): Promise<number> {
  for (const { test, body } of branches) {
    const status = await evaluate(shell, test, tested);
    if (shell.skip !== undefined) return status;
    if (status === 0) return evaluate(shell, body, flags);
  }
  return otherwise === undefined ? 0 : evaluate(shell, otherwise, flags);
}

async function select(shell: Shell, { line, subject, clauses }: Case, flags: Flags): Promise<number> {
  shell.line = line;
  const text = await expandString(shell, subject);
  for (const { patterns, body } of clauses) {
    if (shell.skip !== undefined) break;
    for (const word of patterns) {
      if (!(await expandPattern(shell, word)).matches(text)) continue;
      return body === undefined || shell.skip !== undefined ? 0 : evaluate(shell, body, flags);
    }
  }
  return 0;
}

async function subshell(shell: Shell, { line, body, redirections }: Subshell, flags: Flags): Promise<number> {
  shell.line = line;
  const wanted = await expandRedirections(shell, redirections);
  const child = forkShell(shell, async (own) => {
    await redirect(own, wanted);
    await evaluate(own, body, (flags & tested) | last);
  });
  return waitFor(shell, [child]);
}

async function inBackground(shell: Shell, { command, redirections }: Background): Promise<number> {
  const wanted = await expandRedirections(shell, redirections);
  const child = forkShell(shell, async (own) => {
    await withoutInput(own.proc);
    await redirect(own, wanted);
    await evaluate(own, command, last);
  });
  shell.jobs.add([child]);
  return 0;
}
