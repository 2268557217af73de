import type { Files } from "../../support/userland.ts";

/** What an image has beside the files of a case: users and groups, as in Debian. */
export const around: Files = {
  "etc/": {},
  "usr/": {},
  "usr/bin/": {},
  "etc/passwd": [
    "root:x:0:0:root:/root:/bin/bash",
    "daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin",
    "bin:x:2:2:bin:/bin:/usr/sbin/nologin",
    "www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin",
    "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin",
    "",
  ].join("\n"),
  "etc/group": "root:x:0:\ndaemon:x:1:\nbin:x:2:\nsys:x:3:\nadm:x:4:\nwww-data:x:33:\nstaff:x:50:\nnogroup:x:65534:\n",
};
