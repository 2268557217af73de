import type { Builtin } from "../shell.ts";
import { ShellError, ShellExit } from "../state/failure.ts";
import { number } from "../state/numbers.ts";

/** break, continue: out of so many loops, no more than there are. */
const leave = (skip: "break" | "continue"): Builtin => ({
  special: true,
  run(shell, [, levels]) {
    const count = levels === undefined ? 1 : number(levels);
    if (count <= 0) throw new ShellError(`Illegal number: ${levels}`);
    const left = Math.min(count, shell.loops);
    if (left > 0) {
      shell.skip = skip;
      shell.skipCount = left;
    }
    return 0;
  },
});

/** return: from a function, or a file that `.` reads; elsewhere the rest is skipped too. */
const leaveFunction: Builtin = {
  special: true,
  run(shell, [, status]) {
    const result = status === undefined ? shell.status : number(status);
    shell.skip = status === undefined ? "return as it is" : "return";
    return result;
  },
};

const exit: Builtin = {
  special: true,
  run(shell, [, status]) {
    if (status !== undefined) shell.savedStatus = number(status);
    throw new ShellExit(true);
  },
};

export const flow: readonly (readonly [string, Builtin])[] = [
  ["break", leave("break")],
  ["continue", leave("continue")],
  ["return", leaveFunction],
  ["exit", exit],
  [":", { special: true, run: () => 0 }],
  ["true", { regular: true, run: () => 0 }],
  ["false", { regular: true, run: () => 1 }],
];
