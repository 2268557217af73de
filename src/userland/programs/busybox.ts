import type { ByName } from "./packages.ts";

/** Applets as Alpine's busybox has them: a link's name says which. One line each. */
export const busybox: ByName = {};
