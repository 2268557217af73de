import type { Child } from "../../kernel/process.ts";
import type { Shell } from "../shell.ts";
import type { Pipeline } from "../syntax/tree.ts";
import { withoutInput } from "./without-input.ts";
import { type Flags, last, tested } from "./flags.ts";
import { forkShell } from "./fork.ts";
import { waitFor } from "./wait.ts";

/** Each command in a process of its own, all at once, joined by pipes (dash: evalpipe()). */
export async function runPipeline(shell: Shell, { commands, background }: Pipeline, flags: Flags): Promise<number> {
  const children: Child[] = [];
  let input = undefined;
  for (const [index, command] of commands.entries()) {
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
