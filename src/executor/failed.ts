import type { DjibError } from "../errors.ts";
import { problem } from "./errors.ts";
import type { RunStep } from "./executor.ts";
import { adviseExit, describeExit } from "./exit-status.ts";

/** How many lines of output a failure shows. */
export const shownLines = 20;

/** How the command of a RUN ended. */
export interface Ending {
  readonly status: number | null;
  readonly signal: string | null;
}

/** `run/failed` with the last lines of the RUN's output; `help` is the usual advice unless it is given. */
export function runFailed(
  { args, where }: Pick<RunStep, "args" | "where">,
  { status, signal }: Ending,
  detail: readonly string[],
  help = adviseExit(status, signal),
): DjibError {
  const title = (args.at(-1)?.split("\n")[0] ?? "").slice(0, 80);
  return problem("run/failed", `RUN ${title} ${describeExit(status, signal)}`, { where, detail, help });
}
