import type { Packages } from "../catalogue.ts";

/** dash and bash. */
export const shells: Packages = {};
