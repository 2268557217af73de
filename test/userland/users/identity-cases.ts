import { type Case, one } from "./case.ts";

const users = ["useradd -m -u 1500 -G audio,sudo app"] as const;
const clean = (lines: readonly string[]): Case => ({
  ...one(...lines),
  // PAM's settings are those of Debian's packages; the case is of a tree that has them.
  files: pam,
});

const pam = {
  "etc/pam.d/su":
    "auth sufficient pam_rootok.so\nsession required pam_env.so readenv=1\n" +
    "session required pam_env.so readenv=1 envfile=/etc/default/locale\nsession optional pam_mail.so nopen\n" +
    "session required pam_limits.so\n@include common-auth\n@include common-account\n@include common-session\n",
  "etc/pam.d/runuser":
    "auth sufficient pam_rootok.so\nsession optional pam_keyinit.so revoke\n" +
    "session required pam_limits.so\nsession required pam_unix.so\n",
  "etc/pam.d/common-account":
    "account [success=1 new_authtok_reqd=done default=ignore] pam_unix.so\n" +
    "account requisite pam_deny.so\naccount required pam_permit.so\n",
  "etc/pam.d/common-session":
    "session [default=1] pam_permit.so\nsession requisite pam_deny.so\n" +
    "session required pam_permit.so\nsession required pam_unix.so \n",
};

/** Who is who, and becoming somebody. */
export const identityCases: Readonly<Record<string, Case>> = {
  id: {
    ...one(
      ...users,
      ...["id", "id 0", "id app", "id 33 www-data", "id nosuch root", "id -un", "id -u nobody", "id +33", "id +app"],
      ...[
        "id -Gn app",
        "id -zG app root",
        "id -gn app",
        "id -rg app",
        "id -Z",
        "id -n",
        "id -ug",
        "id -z",
        "id -a app",
      ],
      ...[
        "id -G 4711",
        "groups",
        "groups app nosuch games",
        "whoami",
        "whoami x",
        "id -y",
        "id -u -n app",
        "id -zu app",
      ],
    ),
  },
  "id of nobody known": {
    ...one("id", "id -un", "whoami", "groups", "id -Gn", "id -G", "id root"),
    who: { uid: 4711, gid: 4712 },
  },
  getent: one(
    ...users,
    "getent passwd",
    "getent passwd app 33 nosuch 1500",
    "getent group audio 1500 nosuch",
    "getent group",
    "getent shadow app",
    "getent foo",
    "getent",
    "getent -z",
    "getent passwd nosuch",
  ),
  runuser: clean([
    ...users,
    "runuser -u app id",
    "runuser -u app -- id -Gn",
    "runuser -u app -g audio -- id",
    "runuser -g audio -G sudo -u app id",
    "runuser -u nosuch id",
    "runuser -u root",
    "runuser -u app nosuch",
    "runuser -u app /etc/passwd",
    "runuser -u app -c id",
    "runuser -G nosuch root -c id",
    "runuser nosuch -c id",
    "runuser -x",
    "runuser -u app -- env -u PATH -u SOURCE_DATE_EPOCH",
    "runuser -s /usr/bin/id app",
    "runuser -s /nosuch app",
    "runuser games -c id",
  ]),
  su: clean([
    ...users,
    "su -s /usr/bin/id app",
    "su -s /nosuch app",
    "su games -c id",
    "su nosuch",
    "su -x",
    "su -u app",
    "su -s /usr/bin/env app",
    "su -m -s /usr/bin/env app",
    "su -s /usr/bin/id -g audio -G sudo app -u",
    "su -G staff -s /usr/bin/id app",
  ]),
};
