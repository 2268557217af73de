import { defaultCapabilities } from "../capabilities.ts";
import type { Box, Engine } from "./engine.ts";
import { quote } from "./quote.ts";
import { maskedPaths, readonlyPaths } from "./runtime-config.ts";

/**
 * Namespaces by unshare(1) of util-linux and a script of mounts: nothing to install on any
 * distribution. Docker's capabilities, no system call filter. The tree is moved over the root
 * before chroot, since from a plain chroot root gets out.
 */
export const unshare: Engine = {
  name: "unshare",
  refuses: ({ hasShell, pretendOwners }) =>
    pretendOwners
      ? "with one user id RUN needs crun or runc, which can answer for owners that cannot be kept"
      : hasShell
        ? undefined
        : "without crun, runc or bubblewrap an image needs /bin/sh and env to run commands",
  command: (box) => ({
    files: [
      { name: "enter.sh", content: script(box), mode: 0o600 },
      { name: "start.sh", content: startScript(box), mode: 0o644 },
    ],
    argv: [
      ...["unshare", "--pid", "--fork", "--kill-child", "--mount", "--propagation", "private", "--uts", "--ipc"],
      ...(box.network === "none" ? ["--net"] : []),
      ...["--", "sh", "-e", "enter.sh", ...box.args],
    ],
    log: "engine.log",
    outcome: (status, log) => (log === entered ? { status } : { status, started: false }),
  }),
};

/** Left in the log when all mounts are made. */
const entered = "entered";

const devices = ["null", "zero", "full", "random", "urandom", "tty"];

function script(box: Box): string {
  return [
    "hostname buildkitsandbox 2>/dev/null || :",
    ...(box.network === "none" ? ["ip link set lo up"] : []),
    "cd merged",
    "mount -n -t proc -o nosuid,noexec,nodev proc proc",
    "mount -n -t tmpfs -o nosuid,mode=755,size=65536k tmpfs dev",
    `for name in ${devices.join(" ")}; do : >dev/$name; mount -n --bind /dev/$name dev/$name; done`,
    "mkdir dev/pts dev/shm dev/mqueue dev/pipes",
    "mount -n -t devpts -o nosuid,noexec,newinstance,ptmxmode=0666,mode=0620,gid=5 devpts dev/pts",
    "mount -n -t tmpfs -o nosuid,noexec,nodev,mode=1777,size=65536k shm dev/shm",
    "mount -n -t mqueue -o nosuid,noexec,nodev mqueue dev/mqueue",
    "ln -s /proc/self/fd dev/fd; ln -s /proc/self/fd/0 dev/stdin; ln -s /proc/self/fd/1 dev/stdout",
    "ln -s /proc/self/fd/2 dev/stderr; ln -s pts/ptmx dev/ptmx",
    box.rootless && box.network !== "none"
      ? "mount -n --rbind /sys sys"
      : "mount -n -t sysfs -o nosuid,noexec,nodev,ro sysfs sys",
    ...[...box.binds, { source: "../start.sh", target: "/dev/start" }].map(({ source, target }) =>
      bind(source, target),
    ),
    ...readonlyPaths.map(
      (path) => `[ ! -e .${path} ] || { mount -n --bind .${path} .${path}; mount -n -o remount,bind,ro .${path}; }`,
    ),
    ...maskedPaths.map((path) => `[ ! -e .${path} ] || ${mask(path)}`),
    `printf ${entered} >../engine.log`,
    "mount -n --move . /",
    `exec setpriv --inh-caps=-all --bounding-set=-all,${bounding} chroot ${identity(box)} . /bin/sh /dev/start "$@"`,
    "",
  ].join("\n");
}

const bounding = defaultCapabilities.map((name) => `+${name.slice(4).toLowerCase()}`).join(",");

export const identity = ({ user }: Box): string =>
  `--userspec=${user.uid}:${user.gid} --groups=${(user.groups.length > 0 ? user.groups : [user.gid]).join(",")}`;

const mask = (path: string): string =>
  `if [ -d .${path} ]; then mount -n -t tmpfs -o ro,size=0 tmpfs .${path}; else mount -n --bind /dev/null .${path}; fi`;

function bind(source: string, target: string): string {
  const place = quote(`.${target}`);
  return `[ -e ${place} ] || : >${place}; mount -n --bind ${quote(source)} ${place}; mount -n -o remount,bind,ro ${place}`;
}

/**
 * The first thing that runs inside. The environment is set there and not before: LD_PRELOAD of an
 * image must not reach a program of the host.
 */
export function startScript({ cwd, env }: Pick<Box, "cwd" | "env">): string {
  return `cd ${quote(cwd)} || exit 126\nexec env -i ${env.map(quote).join(" ")} "$@"\n`;
}
