import type { Packages } from "../packages.ts";

/** tar, gzip, bzip2, xz-utils, unzip, gettext, curl, wget, git and openssl. */
export const transfer: Packages = {
  gettext: { "bin/msgfmt": async () => (await import("../../commands/msgfmt/msgfmt.ts")).msgfmt },
  gzip: { "bin/gzip": async () => (await import("../../commands/gzip/gzip.ts")).gzip },
};
