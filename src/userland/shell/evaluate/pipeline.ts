import type { Child } from "../../kernel/process.ts";
import type { Shell } from "../shell.ts";
import type { Command, Pipeline } from "../syntax/tree.ts";
import { withoutInput } from "./without-input.ts";
import { findCommand } from "./find-command.ts";
import { isGoodName, plainText } from "../syntax/words.ts";
import { type Flags, last, tested } from "./flags.ts";
import { forkShell } from "./fork.ts";
import { waitFor } from "./wait.ts";

/** Where it is found is remembered in this shell too (dash: prehash()). */
async function lookUp(shell: Shell, command: Command): Promise<void> {
  const word = command.type === "simple" ? command.words[0] : undefined;
  const name = word === undefined ? undefined : plainText(word);
  if (name !== undefined && isGoodName(name)) await findCommand(shell, name);
}

/** Each command in a process of its own, all at once, joined by pipes (dash: evalpipe()). */
export async function runPipeline(shell: Shell, { commands, background }: Pipeline, flags: Flags): Promise<number> {
  const children: Child[] = [];
  let input = undefined;
  for (const [index, command] of commands.entries()) {
    await lookUp(shell, command);
    const pipe = index < commands.length - 1 ? shell.proc.pipe() : undefined;
    const descriptors = new Map(shell.proc.descriptors);
    if (input !== undefined) descriptors.set(0, input);
    if (pipe !== undefined) descriptors.set(1, pipe.write);
    const child = forkShell(
      shell,
      async (own) => {
        if (background && index === 0) await withoutInput(own.proc);
        await own.interpreter.evaluate(own, command, (flags & tested) | last);
      },
      descriptors,
    );
    children.push(child);
    input?.close();
    pipe?.write.close();
    input = pipe?.read;
  }
  if (!background) return waitFor(shell, children);
  shell.jobs.add(children);
  return 0;
}
