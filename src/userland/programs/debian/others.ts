import type { Packages } from "../packages.ts";

/** packages of which little is used: debianutils, hostname, util-linux, procps, dpkg …. */
export const others: Packages = {
  dpkg: { "bin/dpkg": async () => (await import("../../dpkg/dpkg.ts")).dpkg },
  debianutils: { "bin/which.debianutils": async () => (await import("../../commands/which.ts")).which },
  findutils: { "bin/find": async () => (await import("../../commands/find/find.ts")).find },
  diffutils: { "bin/cmp": async () => (await import("../../commands/cmp.ts")).cmp },
  "gettext-base": { "bin/envsubst": async () => (await import("../../commands/envsubst.ts")).envsubst },
  hostname: { "bin/hostname": async () => (await import("../../commands/hostname.ts")).hostname },
  "libc-bin": {
    "bin/getconf": async () => (await import("../../commands/getconf.ts")).getconf,
    "bin/getent": async () => (await import("../../users/identity/getent.ts")).getent,
  },
  "util-linux": {
    "bin/flock": async () => (await import("../../commands/flock.ts")).flock,
    "bin/getopt": async () => (await import("../../commands/getopt/getopt.ts")).getopt,
    "bin/rev": async () => (await import("../../commands/reverse.ts")).rev,
    "bin/mountpoint": async () => (await import("../../commands/mountpoint.ts")).mountpoint,
    "bin/su": async () => (await import("../../users/become/su.ts")).su,
    "sbin/runuser": async () => (await import("../../users/become/su.ts")).runuser,
  },
};
