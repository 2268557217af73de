import { DjibError } from "../../errors.ts";

/** Whether work only ended because it was told to: it has nothing to tell of its own. */
export const isCancelled = (reason: unknown, signal: AbortSignal): boolean =>
  (signal.aborted && reason === signal.reason) ||
  (reason instanceof DjibError && reason.code === "run/cancelled") ||
  (reason instanceof Error && reason.name === "AbortError");
