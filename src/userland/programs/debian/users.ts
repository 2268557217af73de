import type { Packages } from "../catalogue.ts";

/** passwd, login, adduser, base-passwd and libc-bin's getent. */
export const users: Packages = {
  passwd: {
    "sbin/groupadd": async () => (await import("../../users/shadow/groupadd.ts")).groupadd,
    "sbin/groupdel": async () => (await import("../../users/shadow/groupdel.ts")).groupdel,
    "sbin/groupmod": async () => (await import("../../users/shadow/groupmod.ts")).groupmod,
    "sbin/useradd": async () => (await import("../../users/shadow/useradd/useradd.ts")).useradd,
    "sbin/userdel": async () => (await import("../../users/shadow/userdel.ts")).userdel,
    "sbin/usermod": async () => (await import("../../users/shadow/usermod/usermod.ts")).usermod,
  },
};
