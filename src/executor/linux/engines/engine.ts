import type { Network, RunOptions } from "../../executor.ts";

/** The command of one RUN and the place it runs in. */
export interface Box extends Pick<RunOptions, "shmSize" | "ulimits" | "cgroupParent"> {
  /** Unique; a name for the container and its control groups. */
  readonly id: string;
  /** Absolute host path of the tree. */
  readonly root: string;
  readonly args: readonly string[];
  readonly env: readonly string[];
  /** Variables whose values may stand on no command line; none of them is in `env`. */
  readonly secretEnv: readonly { readonly name: string; readonly value: string }[];
  readonly cwd: string;
  readonly user: { readonly uid: number; readonly gid: number; readonly groups: readonly number[] };
  readonly network: Network;
  /** Every capability, and nothing hidden or filtered. */
  readonly insecure: boolean;
  /** Files of the work directory to show in the tree; targets are resolved, UTF-8. */
  readonly binds: readonly Bind[];
  /** Of the machine. */
  readonly architecture: string;
  /** Whether the tree has /bin/sh and env. */
  readonly hasShell: boolean;
  /** Whether this runs in a user namespace. */
  readonly rootless: boolean;
  /** Answer 0 to every change of owner: with one id there is none to change to. */
  readonly pretendOwners: boolean;
  /** What the host has, as far as engines ask. */
  readonly host: HostFacts;
}

export interface Bind {
  /** Absolute path on the host. */
  readonly source: string;
  /** Absolute path in the tree. */
  readonly target: string;
  readonly readOnly: boolean;
}

export interface HostFacts {
  /** cgroup v1 controllers beside a v2 tree at /sys/fs/cgroup/unified: crun refuses that. */
  readonly hybridCgroups: boolean;
  /** What this process has. */
  readonly capabilities: readonly string[];
}

/** The whole environment. */
export const environmentOf = ({ env, secretEnv }: Pick<Box, "env" | "secretEnv">): readonly string[] => [
  ...env,
  ...secretEnv.map(({ name, value }) => `${name}=${value}`),
];

export const usualShmSize = 64 * 1024 * 1024;

/** The command line with limits set before it, for engines that set none themselves. */
export const limited = ({ ulimits }: Box, argv: readonly string[]): readonly string[] =>
  ulimits.length === 0
    ? argv
    : ["prlimit", ...ulimits.map(({ name, soft, hard }) => `--${name}=${told(soft)}:${told(hard)}`), "--", ...argv];

const told = (limit: number): string => (limit === -1 ? "unlimited" : String(limit));

/** What the worker is to run, all of it in its own namespaces. */
export interface Command {
  readonly files?: readonly { readonly name: string; readonly content: string; readonly mode: number }[];
  readonly setup?: readonly (readonly string[])[];
  readonly argv: readonly string[];
  /** Control group that the engine makes and, when it is killed, leaves. */
  readonly cgroup?: string;
  /** Files in the work directory to hand over as descriptors 3 and up. */
  readonly descriptors?: readonly { readonly name: string; readonly flags: "r" | "w" }[];
  /** File in the work directory where the engine says what went wrong. */
  readonly log?: string;
  /** What a status other than 0 means, by that log: the engine's own failure or the command's. */
  readonly outcome?: (status: number | null, log: string) => Outcome;
}

export interface Outcome {
  readonly status: number | null;
  /** False where the sandbox failed before the command was there; `said` is why. */
  readonly started?: false;
  readonly said?: string;
}

/** A program that runs a command in a root of its own. */
export interface Engine {
  readonly name: "crun" | "runc" | "bwrap" | "unshare" | "chroot";
  /** Why this box is not for this engine; undefined where it is. */
  refuses?(box: Box): string | undefined;
  command(box: Box): Command;
}
