import type { DjibError } from "../../errors.ts";
import type { Impossible } from "../../userland/kernel/program.ts";
import type { RunStep } from "../executor.ts";
import { problem } from "./errors.ts";
import { placeInRun } from "./place.ts";

/** What cannot be done, and the line of the script it stands on, from 1, where that is known. */
export interface Refused extends Impossible {
  readonly line?: number | undefined;
}

export const elsewhere = "--executor linux runs the real programs, on a Linux host";

/** `portable/cannot`, at the word where the Dockerfile has it. */
export function refusedRun(step: Pick<RunStep, "where" | "args" | "scripts">, refused: Refused): DjibError {
  const { word, reason, help } = refused;
  return problem("portable/cannot", `the portable executor cannot run this: ${word} ${reason}`, {
    where: placeInRun(step, refused),
    help: help === undefined ? elsewhere : `${help}; ${elsewhere}`,
  });
}
