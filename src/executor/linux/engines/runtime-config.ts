import { defaultCapabilities } from "../capabilities.ts";
import { seccompFilter } from "../seccomp.ts";
import { type Box, environmentOf, usualShmSize } from "./engine.ts";

/** What Docker hides and write-protects in /proc and /sys: moby, oci/defaults.go. */
export const maskedPaths = [
  "/proc/acpi",
  "/proc/asound",
  "/proc/interrupts",
  "/proc/kcore",
  "/proc/keys",
  "/proc/latency_stats",
  "/proc/sched_debug",
  "/proc/scsi",
  "/proc/timer_list",
  "/proc/timer_stats",
  "/sys/devices/virtual/powercap",
  "/sys/firmware",
];
export const readonlyPaths = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

const own = ["nosuid", "noexec", "nodev"];

/** What JSON has no number for, which Go and C read as 64 bits. */
const unlimited = "no limit";

/** config.json of runtime-spec 1.0.2 for runc and crun: what Docker gives a container of its own. */
export const runtimeConfig = (box: Box, cgroup?: string): string =>
  JSON.stringify(configOf(box, cgroup)).replaceAll(`"rlimit ${unlimited}"`, "18446744073709551615");

function configOf(box: Box, cgroup?: string): object {
  const { insecure } = box;
  const capabilities = insecure ? box.host.capabilities : defaultCapabilities;
  const root = box.user.uid === 0 || insecure;
  const limit = (value: number) => (value === -1 ? `rlimit ${unlimited}` : value);
  return {
    ociVersion: "1.0.2",
    hostname: "buildkitsandbox",
    root: { path: box.root, readonly: false },
    process: {
      terminal: false,
      user: { uid: box.user.uid, gid: box.user.gid, additionalGids: box.user.groups, umask: 0o022 },
      args: box.args,
      env: environmentOf(box),
      cwd: box.cwd,
      noNewPrivileges: false,
      capabilities: {
        bounding: capabilities,
        permitted: root ? capabilities : [],
        effective: root ? capabilities : [],
        ...(insecure ? { inheritable: capabilities, ambient: capabilities } : {}),
      },
      ...(box.ulimits.length === 0
        ? {}
        : {
            rlimits: box.ulimits.map(({ name, soft, hard }) => ({
              type: `RLIMIT_${name.toUpperCase()}`,
              soft: limit(soft),
              hard: limit(hard),
            })),
          }),
    },
    mounts: mounts(box),
    linux: {
      namespaces: ["pid", "ipc", "uts", "mount", ...(box.network === "none" ? ["network"] : [])].map((type) => ({
        type,
      })),
      ...(insecure
        ? { resources: { devices: [{ allow: true, access: "rwm" }] } }
        : { maskedPaths, readonlyPaths, seccomp: seccompFilter(box.architecture, box.pretendOwners) }),
      ...(cgroup === undefined ? {} : { cgroupsPath: `/${cgroup}` }),
    },
  };
}

function mounts(box: Box): object[] {
  const mount = (destination: string, type: string, source: string, options: readonly string[]) => ({
    destination,
    type,
    source,
    options,
  });
  return [
    mount("/proc", "proc", "proc", own),
    mount("/dev", "tmpfs", "tmpfs", ["nosuid", "strictatime", "mode=755", "size=65536k"]),
    mount("/dev/pts", "devpts", "devpts", [
      "nosuid",
      "noexec",
      "newinstance",
      "ptmxmode=0666",
      "mode=0620",
      ...(box.pretendOwners ? [] : ["gid=5"]),
    ]),
    mount("/dev/shm", "tmpfs", "shm", [...own, "mode=1777", `size=${box.shmSize ?? usualShmSize}`]),
    mount("/dev/mqueue", "mqueue", "mqueue", own),
    // A sysfs of one's own needs a network namespace that belongs to the same user namespace.
    box.rootless && box.network !== "none"
      ? mount("/sys", "bind", "/sys", ["rbind", ...own, "ro"])
      : mount("/sys", "sysfs", "sysfs", [...own, ...(box.insecure ? [] : ["ro"])]),
    ...box.binds.map(({ source, target, readOnly }) =>
      mount(target, "bind", source, readOnly ? ["bind", "ro"] : ["bind"]),
    ),
  ];
}
