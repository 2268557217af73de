import type { Packages } from "../catalogue.ts";

/** tar, gzip, bzip2, xz-utils, unzip, gettext, curl, wget, git and openssl. */
export const transfer: Packages = {};
