import type { Ctx } from "../ctx.ts";
import type { Event } from "../events.ts";

/** Tells everything, and adds to `told` what its warnings say. */
export const noting = (told: Set<string>, ctx: Ctx): Ctx => ({
  ...ctx,
  emit: (event) => {
    const key = keyOf(event);
    if (key !== undefined) told.add(key);
    ctx.emit(event);
  },
});

/** Leaves out warnings that were `told`, so that what is true of several platforms is read once; adds the others. */
export const untold = (told: Set<string>, ctx: Ctx): Ctx => ({
  ...ctx,
  emit: (event) => {
    const key = keyOf(event);
    if (key !== undefined && told.has(key)) return;
    if (key !== undefined) told.add(key);
    ctx.emit(event);
  },
});

const keyOf = (event: Event): string | undefined =>
  event.type === "warning" ? JSON.stringify([event.code, event.message, event.where?.line]) : undefined;
