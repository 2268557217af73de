import type { Files } from "../../support/userland.ts";

/** Seconds: when the files of the tree were made, and what SOURCE_DATE_EPOCH says while the tools run. */
export const madeAt = 1_700_000_000;
export const changedAt = 1_760_000_000;

const made = (content: string, mode = 0o644, gid = 0) => ({ content, mode, gid, mtime: madeAt });

/** What Debian's tools for users read and write, as a small image has it. */
export const start: Files = {
  "etc/": {},
  "etc/passwd": made(
    [
      "root:x:0:0:root:/root:/bin/bash",
      "daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin",
      "bin:x:2:2:bin:/bin:/usr/sbin/nologin",
      "games:x:5:60:games:/usr/games:/usr/sbin/nologin",
      "mail:x:8:8:mail:/var/mail:/usr/sbin/nologin",
      "www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin",
      "_apt:x:42:65534::/nonexistent:/usr/sbin/nologin",
      "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin",
    ]
      .map((line) => `${line}\n`)
      .join(""),
  ),
  "etc/passwd-": made("old\n", 0o600),
  "etc/group": made(
    [
      "root:x:0:",
      "daemon:x:1:",
      "bin:x:2:",
      "adm:x:4:",
      "tty:x:5:",
      "mail:x:8:",
      "sudo:x:27:",
      "audio:x:29:",
      "www-data:x:33:",
      "shadow:x:42:",
      "staff:x:50:",
      "games:x:60:",
      "users:x:100:",
      "nogroup:x:65534:",
    ]
      .map((line) => `${line}\n`)
      .join(""),
  ),
  "etc/shadow": made(
    [
      "root:*:19000:0:99999:7:::",
      "daemon:*:19000:0:99999:7:::",
      "bin:*:19000:0:99999:7:::",
      "games:*:19000:0:99999:7:::",
      "mail:*:19000:0:99999:7:::",
      "www-data:*:19000:0:99999:7:::",
      "_apt:*:19000:0:99999:7:::",
      "nobody:*:19000:0:99999:7:::",
    ]
      .map((line) => `${line}\n`)
      .join(""),
    0o640,
    42,
  ),
  "etc/gshadow": made(
    [
      "root:*::",
      "daemon:*::",
      "bin:*::",
      "adm:*::",
      "tty:*::",
      "mail:*::",
      "sudo:*::",
      "audio:*::",
      "www-data:*::",
      "shadow:*::",
      "staff:*::",
      "games:*::",
      "users:*::",
      "nogroup:*::",
    ]
      .map((line) => `${line}\n`)
      .join(""),
    0o640,
    42,
  ),
  "etc/subuid": made(""),
  "etc/subgid": made(""),
  "etc/login.defs": made(
    [
      "MAIL_DIR        /var/mail",
      "FAILLOG_ENAB\t\tyes",
      "LOG_UNKFAIL_ENAB\tno",
      "LOG_OK_LOGINS\t\tno",
      "SYSLOG_SU_ENAB\t\tyes",
      "SYSLOG_SG_ENAB\t\tyes",
      "FTMP_FILE\t/var/log/btmp",
      "SU_NAME\t\tsu",
      "HUSHLOGIN_FILE\t.hushlogin",
      "ENV_SUPATH\tPATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      "ENV_PATH\tPATH=/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games",
      "TTYGROUP\ttty",
      "TTYPERM\t\t0600",
      "ERASECHAR\t0177",
      "KILLCHAR\t025",
      "UMASK\t\t022",
      "PASS_MAX_DAYS\t99999",
      "PASS_MIN_DAYS\t0",
      "PASS_WARN_AGE\t7",
      "UID_MIN\t\t\t 1000",
      "UID_MAX\t\t\t60000",
      "SUB_UID_MIN\t\t   100000",
      "SUB_UID_MAX\t\t600100000",
      "SUB_UID_COUNT\t\t    65536",
      "GID_MIN\t\t\t 1000",
      "GID_MAX\t\t\t60000",
      "SUB_GID_MIN\t\t   100000",
      "SUB_GID_MAX\t\t600100000",
      "SUB_GID_COUNT\t\t    65536",
      "LOGIN_RETRIES\t\t5",
      "LOGIN_TIMEOUT\t\t60",
      "CHFN_RESTRICT\t\trwh",
      "DEFAULT_HOME\tyes",
      "USERGROUPS_ENAB yes",
      "ENCRYPT_METHOD SHA512",
      "NONEXISTENT\t/nonexistent",
      "PREVENT_NO_AUTH superuser",
    ]
      .map((line) => `${line}\n`)
      .join(""),
  ),
  "etc/nsswitch.conf": made("passwd: files\ngroup: files\nshadow: files\n"),
  "run/": {},
  "srv/": {},
  "etc/shells": made("/bin/sh\n/bin/bash\n"),
  "etc/default/": {},
  "etc/default/useradd": made("# Default values for useradd(8)\n#\nSHELL=/bin/sh\n# GROUP=100\n"),
  "etc/skel/": {},
  "etc/skel/.profile": made("umask 022\n"),
  "etc/skel/.bashrc": made("alias ls=ls\n", 0o600),
  "etc/skel/bin/": { mode: 0o750 },
  "etc/skel/bin/run": made("#!/bin/sh\n", 0o755),
  "etc/skel/config": { target: "/etc/skel/bin/run", mtime: madeAt },
  "etc/skel/away": { target: "../nowhere", mtime: madeAt },
  "home/": {},
  "usr/games/": {},
  "var/lib/": {},
  "var/lib/dpkg/status": "Package: passwd\nStatus: install ok installed\nVersion: 1:4.13+dfsg1-1+deb12u2\n",
  "var/log/": {},
  "var/log/faillog": made(""),
  "var/log/lastlog": made(""),
  "var/mail/": { mode: 0o2775, gid: 8 },
  "tmp/": { mode: 0o1777 },
};
