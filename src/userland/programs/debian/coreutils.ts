import type { Packages } from "../catalogue.ts";

/** coreutils. */
export const coreutils: Packages = {};
