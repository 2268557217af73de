import type { Packages } from "../packages.ts";

/** passwd, login, and adduser. */
export const users: Packages = {
  adduser: {
    "sbin/adduser": async () => (await import("../../users/debian/adduser/adduser.ts")).adduser,
    "sbin/deluser": async () => (await import("../../users/debian/deluser/deluser.ts")).deluser,
  },
  login: {
    "sbin/nologin": async () => (await import("../../users/become/nologin.ts")).nologin,
  },
  passwd: {
    "bin/chage": async () => (await import("../../users/shadow/chage.ts")).chage,
    "bin/chfn": async () => (await import("../../users/shadow/chfn.ts")).chfn,
    "bin/chsh": async () => (await import("../../users/shadow/chsh.ts")).chsh,
    "bin/gpasswd": async () => (await import("../../users/shadow/gpasswd.ts")).gpasswd,
    "bin/passwd": async () => (await import("../../users/shadow/passwd.ts")).passwd,
    "sbin/chpasswd": async () => (await import("../../users/shadow/chpasswd.ts")).chpasswd,
    "sbin/groupadd": async () => (await import("../../users/shadow/groupadd.ts")).groupadd,
    "sbin/groupdel": async () => (await import("../../users/shadow/groupdel.ts")).groupdel,
    "sbin/groupmod": async () => (await import("../../users/shadow/groupmod.ts")).groupmod,
    "sbin/useradd": async () => (await import("../../users/shadow/useradd/useradd.ts")).useradd,
    "sbin/userdel": async () => (await import("../../users/shadow/userdel.ts")).userdel,
    "sbin/usermod": async () => (await import("../../users/shadow/usermod/usermod.ts")).usermod,
  },
};
