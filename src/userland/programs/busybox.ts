import type { ByName } from "./packages.ts";

/** Applets as Alpine's busybox has them: a link's name says which. One line each. */
export const busybox: ByName = {
  cat: async () => (await import("../commands/busybox/text.ts")).cat,
  env: async () => (await import("../commands/busybox/system.ts")).env,
  false: async () => (await import("../commands/constant.ts")).false_,
  head: async () => (await import("../commands/busybox/text.ts")).head,
  hostname: async () => (await import("../commands/busybox/system.ts")).hostname,
  md5sum: async () => (await import("../commands/busybox/sums.ts")).md5sum,
  sha1sum: async () => (await import("../commands/busybox/sums.ts")).sha1sum,
  sha256sum: async () => (await import("../commands/busybox/sums.ts")).sha256sum,
  sha512sum: async () => (await import("../commands/busybox/sums.ts")).sha512sum,
  tail: async () => (await import("../commands/busybox/text.ts")).tail,
  tee: async () => (await import("../commands/busybox/system.ts")).tee,
  true: async () => (await import("../commands/constant.ts")).true_,
  uname: async () => (await import("../commands/busybox/system.ts")).uname,
  wc: async () => (await import("../commands/busybox/wc.ts")).wc,
};
