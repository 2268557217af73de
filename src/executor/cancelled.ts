import type { Ctx } from "../ctx.ts";
import { problem } from "./errors.ts";

/** What a RUN ends with that the signal stopped. */
export const cancelled = ({ signal }: Ctx) =>
  problem("run/cancelled", "cancelled", { exitCode: 130, cause: signal.reason });
