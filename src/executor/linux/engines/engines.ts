import { crun } from "./crun.ts";
import { runc } from "./runc.ts";

export const engines = { crun, runc };
export type EngineName = keyof typeof engines;
