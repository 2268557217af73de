import type { Emit } from "./events.ts";
import type { Host } from "./host.ts";

/** What every operation that takes time is handed: how to stop, whom to tell, where it runs. */
export interface Ctx {
  /** Aborted on Ctrl-C or when a sibling failed. Whoever started something ends it before rejecting. */
  readonly signal: AbortSignal;
  readonly emit: Emit;
  readonly host: Host;
}
