import { ignored } from "../../kernel/signals.ts";
import type { Shell } from "../shell.ts";

/** Lets the traps of a shell decide about the signals that come; without any they do what they do by default. */
export function listen(shell: Shell): void {
  const { proc, traps } = shell;
  const handler = (signal: number): void => {
    const action = traps.get(signal);
    if (action === "") return;
    if (action !== undefined) {
      traps.arrived(signal);
      shell.interrupted?.();
    } else if (!ignored.has(signal)) {
      proc.onSignal = undefined;
      proc.kill(proc.id, signal);
    }
  };
  const trapped = traps.all().some(([signal]) => signal !== 0);
  proc.onSignal = trapped ? handler : undefined;
}

/** Runs what is to be done for the signals that have come (dash: dotrap()). */
export async function runTraps(shell: Shell): Promise<void> {
  if (!shell.traps.pending) return;
  const before = shell.savedStatus;
  const status = before ?? shell.status;
  shell.savedStatus = status;
  while (shell.traps.pending && shell.skip === undefined) {
    const action = shell.traps.get(shell.traps.next()!);
    if (action === undefined || action === "") continue;
    await shell.interpreter.evaluateText(shell, action, 0);
    if (!isReturn(shell)) shell.status = status;
  }
  shell.savedStatus = before;
}

const isReturn = (shell: Shell): boolean => shell.skip === "return";
