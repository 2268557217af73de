import type { Packages } from "../catalogue.ts";

/** packages of which little is used: debianutils, hostname, util-linux, procps, dpkg …. */
export const others: Packages = {};
