import type { Packages } from "../packages.ts";

/** tar, gzip, bzip2, xz-utils, unzip, gettext, curl, wget, git and openssl. */
export const transfer: Packages = {
  bzip2: {
    "bin/bunzip2": async () => (await import("../../commands/expand/bzip2.ts")).bzip2,
    "bin/bzcat": async () => (await import("../../commands/expand/bzip2.ts")).bzip2,
    "bin/bzip2": async () => (await import("../../commands/expand/bzip2.ts")).bzip2,
  },
  curl: { "bin/curl": async () => (await import("../../commands/curl/curl.ts")).curl },
  gettext: { "bin/msgfmt": async () => (await import("../../commands/msgfmt/msgfmt.ts")).msgfmt },
  gzip: { "bin/gzip": async () => (await import("../../commands/gzip/gzip.ts")).gzip },
  openssl: { "bin/openssl": async () => (await import("../../commands/openssl/openssl.ts")).openssl },
  tar: { "bin/tar": async () => (await import("../../commands/tar/tar.ts")).tar },
  wget: { "bin/wget": async () => (await import("../../commands/wget/wget.ts")).wget },
  "xz-utils": { "bin/xz": async () => (await import("../../commands/expand/xz.ts")).xz },
  zstd: { "bin/zstd": async () => (await import("../../commands/expand/zstd.ts")).zstd },
};
