import type { Process } from "../../kernel/process.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { findShadow } from "../name-service.ts";
import type { User } from "../records/passwd.ts";
import { linesOf, readTextIfAny } from "../text-file.ts";

const session = "session optional pam_keyinit.so force revoke";

/** Debian's own, without comments and blanks (packages util-linux and libpam-runtime). */
const expected: Readonly<Record<string, readonly string[]>> = {
  su: [
    "auth sufficient pam_rootok.so",
    "session required pam_env.so readenv=1",
    "session required pam_env.so readenv=1 envfile=/etc/default/locale",
    "session optional pam_mail.so nopen",
    "session required pam_limits.so",
    "@include common-auth",
    "@include common-account",
    "@include common-session",
  ],
  "su-l": ["auth include su", "account include su", "password include su", session, "session include su"],
  runuser: [
    "auth sufficient pam_rootok.so",
    "session optional pam_keyinit.so revoke",
    "session required pam_limits.so",
    "session required pam_unix.so",
  ],
  "runuser-l": ["auth include runuser", session, "-session optional pam_systemd.so", "session include runuser"],
  "common-account": [
    "account [success=1 new_authtok_reqd=done default=ignore] pam_unix.so",
    "account requisite pam_deny.so",
    "account required pam_permit.so",
  ],
  "common-session": [
    "session [default=1] pam_permit.so",
    "session requisite pam_deny.so",
    "session required pam_permit.so",
    "session required pam_unix.so",
  ],
};

/** Refuses where PAM is set up otherwise than Debian's packages do, or would turn the user away or change its environment. */
export async function checkPam(proc: Process, mode: "su" | "runuser", login: boolean, { name }: User): Promise<void> {
  const services = [
    mode,
    ...(login ? [`${mode}-l`] : []),
    ...(mode === "su" ? ["common-account", "common-session"] : []),
  ];
  for (const service of services) {
    const lines = await settingsOf(proc, `/etc/pam.d/${service}`);
    if (lines.join("\n") !== expected[service]!.join("\n"))
      throw new Refusal(`/etc/pam.d/${service}`, "is not as Debian has it, and PAM is not emulated");
  }
  if (mode === "runuser") return;
  for (const file of ["/etc/environment", "/etc/default/locale", "/etc/security/pam_env.conf"])
    if ((await settingsOf(proc, file)).length > 0) throw new Refusal(file, "is read by PAM, which is not emulated");
  const shadow = await findShadow(proc, name);
  if (shadow === undefined || shadow.expire >= 0 || shadow.changed === 0)
    throw new Refusal(name, "is an account that PAM may turn away");
}

async function settingsOf(proc: Process, path: string): Promise<readonly string[]> {
  return linesOf((await readTextIfAny(proc, path)) ?? "")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}
