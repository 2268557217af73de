import type { Shell } from "../shell.ts";
import { ShellError, ShellExit } from "../state/failure.ts";
import { evaluateText } from "./text.ts";
import { Replaced } from "./execute.ts";

/** Runs a shell to its end, with what `trap … EXIT` asks for: what main() and exitshell() of dash do. */
export async function finish(shell: Shell, run: () => Promise<unknown>): Promise<number> {
  try {
    const ended = await untilEnd(shell, run);
    if (ended !== "normally") reset(shell, ended);
    shell.savedStatus = shell.status;
    const action = shell.traps.get(0);
    let byTrap: Ending = "normally";
    if (action !== undefined) {
      shell.traps.set(0, undefined);
      shell.skip = undefined;
      byTrap = await untilEnd(shell, () => evaluateText(shell, action, 0));
      if (byTrap === "normally") shell.skip = "return as it is";
    }
    reset(shell, byTrap);
    return shell.status;
  } catch (error) {
    if (error instanceof Replaced) return error.status;
    throw error;
  }
}

type Ending = "normally" | "error" | "exit" | "end";

async function untilEnd(shell: Shell, run: () => Promise<unknown>): Promise<Ending> {
  try {
    await run();
    return "normally";
  } catch (error) {
    if (error instanceof ShellExit) return error.asked ? "exit" : "end";
    if (!(error instanceof ShellError)) throw error;
    await shell.report(error);
    return "error";
  }
}

/** dash's exitreset(). */
function reset(shell: Shell, ended: Ending): void {
  if (shell.savedStatus !== undefined) {
    if (ended === "exit" || shell.skip === "return as it is") shell.status = shell.savedStatus;
    shell.savedStatus = undefined;
  }
  shell.skip = undefined;
  shell.loops = 0;
  shell.inPrompt = false;
}
