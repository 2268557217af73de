import type { OpenFile } from "../../kernel/open-file.ts";
import type { Spawn } from "../../kernel/process.ts";
import { Shell } from "../shell.ts";
import { Jobs } from "../state/jobs.ts";
import { listen } from "./signals.ts";

/**
 * fork(2): runs a part of a script in a process of its own, over a copy of the shell. `tables`
 * are its descriptors where they are not the shell's.
 */
export function forkShell(
  shell: Shell,
  run: (child: Shell) => Promise<unknown>,
  descriptors: ReadonlyMap<number, OpenFile> = shell.proc.descriptors,
) {
  shell.jobs.makeRoom();
  const spawn: Partial<Spawn> = { descriptors };
  return shell.proc.fork((proc) => {
    const { dialect, interpreter, name, rootId } = shell;
    const { parameters, place } = shell.positional;
    const positional = { parameters, place: { ...place } };
    const own = { traps: shell.traps.forked(), jobs: new Jobs(shell.jobs.last), positional };
    const child = new Shell(proc, { dialect, interpreter, name, rootId, ...own }, shell);
    listen(child);
    return interpreter.finish(child, () => run(child));
  }, spawn);
}
