import { defaultCapabilities } from "../capabilities.ts";
import { type Bind, type Box, type Engine, limited, usualShmSize } from "./engine.ts";
import { quote } from "./quote.ts";
import { maskedPaths, readonlyPaths } from "./runtime-config.ts";

/**
 * Namespaces by unshare(1) of util-linux and a script of mounts: nothing to install on any
 * distribution. Docker's capabilities, no system call filter. The tree is moved over the root
 * before chroot, since from a plain chroot root gets out.
 */
export const unshare: Engine = {
  name: "unshare",
  refuses: ({ hasShell, pretendOwners, secretEnv }) =>
    pretendOwners
      ? "with one user id RUN needs crun or runc, which can answer for owners that cannot be kept"
      : hasShell
        ? strangeSecret(secretEnv)
        : "without crun, runc or bubblewrap an image needs /bin/sh and env to run commands",
  command: (box) => ({
    files: [
      { name: "enter.sh", content: script(box), mode: 0o600 },
      { name: "start.sh", content: startScript(box), mode: 0o644 },
    ],
    argv: limited(box, [
      ...["unshare", "--pid", "--fork", "--kill-child", "--mount", "--propagation", "private", "--uts", "--ipc"],
      ...(box.network === "none" ? ["--net"] : []),
      ...["--", "sh", "-e", "enter.sh", ...box.args],
    ]),
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
    `mount -n -t tmpfs -o nosuid,noexec,nodev,mode=1777,size=${box.shmSize ?? usualShmSize} shm dev/shm`,
    "mount -n -t mqueue -o nosuid,noexec,nodev mqueue dev/mqueue",
    "ln -s /proc/self/fd dev/fd; ln -s /proc/self/fd/0 dev/stdin; ln -s /proc/self/fd/1 dev/stdout",
    "ln -s /proc/self/fd/2 dev/stderr; ln -s pts/ptmx dev/ptmx",
    box.rootless && box.network !== "none"
      ? "mount -n --rbind /sys sys"
      : `mount -n -t sysfs -o nosuid,noexec,nodev${box.insecure ? "" : ",ro"} sysfs sys`,
    ...[...box.binds, { source: "../start.sh", target: "/dev/start", readOnly: true }].map(bind),
    ...(box.insecure
      ? []
      : [...readonlyPaths.map(protect), ...maskedPaths.map((path) => `[ ! -e .${path} ] || ${mask(path)}`)]),
    `printf ${entered} >../engine.log`,
    "mount -n --move . /",
    `exec ${box.insecure ? "" : sandboxed} chroot ${identity(box)} . /bin/sh /dev/start "$@"`,
    "",
  ].join("\n");
}

const bounding = defaultCapabilities.map((name) => `+${name.slice(4).toLowerCase()}`).join(",");
const sandboxed = `setpriv --inh-caps=-all --bounding-set=-all,${bounding}`;

const protect = (path: string): string =>
  `[ ! -e .${path} ] || { mount -n --bind .${path} .${path}; mount -n -o remount,bind,ro .${path}; }`;

export const identity = ({ user }: Box): string =>
  `--userspec=${user.uid}:${user.gid} --groups=${(user.groups.length > 0 ? user.groups : [user.gid]).join(",")}`;

const mask = (path: string): string =>
  `if [ -d .${path} ]; then mount -n -t tmpfs -o ro,size=0 tmpfs .${path}; else mount -n --bind /dev/null .${path}; fi`;

function bind({ source, target, readOnly }: Bind): string {
  const place = quote(`.${target}`);
  const make = `[ -e ${place} ] || { [ -d ${quote(source)} ] && mkdir -p ${place} || : >${place}; }`;
  return `${make}; mount -n --bind ${quote(source)} ${place}${readOnly ? `; mount -n -o remount,bind,ro ${place}` : ""}`;
}

/** A shell exports no other names, and on the command line of env(1) everybody could read the value. */
export const strangeSecret = (secretEnv: Box["secretEnv"]): string | undefined => {
  const strange = secretEnv.find(({ name }) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name));
  return strange && `a secret in a variable named ${JSON.stringify(strange.name)} needs crun, runc or bubblewrap`;
};

/** What is in the environment before the command's: the worker's own, and what shells add. */
const inherited = ["PATH", "LC_ALL", "LIBMOUNT_FORCE_MOUNT2", "PWD", "OLDPWD", "SHLVL", "_"];

/**
 * The first thing that runs inside. The environment is set there and not before: LD_PRELOAD of an
 * image must not reach a program of the host.
 */
export function startScript({ cwd, env, secretEnv }: Pick<Box, "cwd" | "env" | "secretEnv">): string {
  const secrets = secretEnv.map(({ name, value }) => `export ${name}=${quote(value)}\n`).join("");
  const others = inherited.filter((name) => secretEnv.every((secret) => secret.name !== name));
  const clean = secrets === "" ? "-i" : others.map((name) => `-u ${name}`).join(" ");
  return `cd ${quote(cwd)} || exit 126\n${secrets}exec env ${clean} ${env.map(quote).join(" ")} "$@"\n`;
}
