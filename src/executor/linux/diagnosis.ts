import type { Ctx } from "../../ctx.ts";
import type { Attempt } from "./choose.ts";
import { fact, insideContainer } from "./host-facts.ts";

/** What to install or allow, by what the probes said and how the host is set up. */
export function advise(tried: readonly Attempt[], ctx: Ctx): string {
  const said = tried.map((attempt) => attempt.said).join("\n");
  const { uid, user } = ctx.host.system;
  if (ctx.host.system.platform !== "linux") return "the linux executor needs Linux";
  if (insideContainer())
    return "this is a container without the right to mount: run it as root with Docker's default capabilities, or privileged";
  if (fact("/proc/sys/user/max_user_namespaces") === "0" && uid !== 0)
    return "user namespaces are switched off: an administrator allows them by sysctl user.max_user_namespaces=15000";
  if (fact("/proc/sys/kernel/unprivileged_userns_clone") === "0" && uid !== 0)
    return "user namespaces are switched off: an administrator allows them by sysctl kernel.unprivileged_userns_clone=1";
  if (fact("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") === "1" && uid !== 0)
    return "AppArmor takes the rights from user namespaces (Ubuntu 24.04): an administrator allows them by sysctl kernel.apparmor_restrict_unprivileged_userns=0";
  if (/no range of ids/.test(said))
    return `an administrator gives ${user} a range: usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${user}`;
  if (/newuidmap|newgidmap/.test(said)) return "install newuidmap and newgidmap (Debian, Ubuntu: apt install uidmap)";
  if (/spawn unshare ENOENT/.test(said)) return "install unshare of util-linux";
  if (/tar/.test(said)) return "install GNU tar";
  return "install one of crun, runc or bubblewrap";
}
