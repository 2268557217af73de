import { statSync } from "node:fs";
import { defaultCapabilities } from "../capabilities.ts";
import { type Box, type Command, type Engine, environmentOf, limited, type Outcome } from "./engine.ts";
import { maskedPaths } from "./runtime-config.ts";
import { unshare } from "./unshare.ts";

/**
 * bubblewrap: namespaces and capabilities as Docker's, but no system call filter, and
 * no_new_privs is always set, so that sudo and su fail. It can only run as root: a USER of the
 * image gets its namespaces from unshare(1), which every worker has.
 */
export const bwrap: Engine = {
  name: "bwrap",
  refuses: (box) => (isRoot(box) && !box.pretendOwners ? undefined : unshare.refuses?.(box)),
  command: (box) => (isRoot(box) ? bubblewrap(box) : unshare.command(box)),
};

const isRoot = ({ user }: Box): boolean => user.uid === 0 && user.gid === 0 && user.groups.every((gid) => gid === 0);

function bubblewrap(box: Box): Command {
  return {
    // Not on the command line: other users of the host can read that, and it has a limit.
    files: [{ name: "options", content: options(box).join("\0"), mode: 0o600 }],
    descriptors: [
      { name: "options", flags: "r" },
      { name: "engine.log", flags: "w" },
    ],
    log: "engine.log",
    argv: limited(box, ["bwrap", "--args", "3", "--", ...box.args]),
    outcome,
  };
}

/** "exit-code" is told only of a command that was started. */
function outcome(status: number | null, log: string): Outcome {
  return log.includes('"exit-code"') ? { status } : { status, started: false };
}

function options(box: Box): string[] {
  const { root, network, cwd, binds } = box;
  return [
    ...["--bind", root, "/", "--proc", "/proc", "--dev", "/dev", "--mqueue", "/dev/mqueue"],
    ...(box.shmSize === undefined ? [] : ["--perms", "1777", "--size", String(box.shmSize), "--tmpfs", "/dev/shm"]),
    ...[box.insecure ? "--bind" : "--ro-bind", "/sys", "/sys"],
    ...(box.insecure ? [] : maskedPaths.flatMap(mask)),
    ...binds.flatMap(({ source, target, readOnly }) => [readOnly ? "--ro-bind" : "--bind", source, target]),
    ...["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--hostname", "buildkitsandbox"],
    ...(network === "none" ? ["--unshare-net"] : []),
    ...["--die-with-parent", "--as-pid-1", "--new-session", "--json-status-fd", "4"],
    ...(box.insecure
      ? ["--cap-add", "ALL"]
      : ["--cap-drop", "ALL", ...defaultCapabilities.flatMap((name) => ["--cap-add", name])]),
    ...["--clearenv", ...environmentOf(box).flatMap((pair) => ["--setenv", ...split(pair)])],
    ...["--chdir", cwd],
  ];
}

function mask(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  return stat.isDirectory() ? ["--tmpfs", path, "--remount-ro", path] : ["--ro-bind", "/dev/null", path];
}

function split(pair: string): [string, string] {
  const equals = pair.indexOf("=");
  return [pair.slice(0, equals), pair.slice(equals + 1)];
}
