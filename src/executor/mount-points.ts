import { readFileSync } from "node:fs";
import { DjibError, type Location } from "../errors.ts";
import type { Filesystem } from "../oci/filesystem/filesystem.ts";
import { resolvePath } from "../oci/filesystem/resolve.ts";
import { problem } from "./errors.ts";
import type { RunStep } from "./executor.ts";

interface MountPoint {
  readonly path: string;
  readonly type: "directory" | "file";
}

/** What is mounted over in every sandbox. */
export interface MountPoints {
  readonly all: readonly MountPoint[];
  /** Where /etc/hosts and /etc/resolv.conf lead in this image, latin1. */
  readonly hosts: string;
  readonly resolvConf: string;
}

/**
 * The places in a tree that a sandbox mounts over. /proc, /sys and /dev must be real directories,
 * or absent (CVE-2024-21626 and its kind); the two files may be links, which are followed beneath
 * the root: many images have /etc/resolv.conf lead to /run. Throws `run/hostile-mount-point`.
 */
export function mountPoints(tree: Filesystem, where: Location): MountPoints {
  for (const path of ["proc", "sys", "dev"]) {
    const stat = tree.lstat(path as Parameters<Filesystem["lstat"]>[0]);
    if (stat !== undefined && stat.type !== "directory") throw hostile(`/${path}`, `a ${stat.type}`, where);
  }
  const hosts = file(tree, "etc/hosts", where);
  const resolvConf = file(tree, "etc/resolv.conf", where);
  return {
    all: [
      ...["proc", "sys", "dev"].map((path) => ({ path, type: "directory" as const })),
      ...[hosts, resolvConf].map((path) => ({ path, type: "file" as const })),
    ],
    hosts,
    resolvConf,
  };
}

function file(tree: Filesystem, path: string, where: Location): string {
  try {
    const found = resolvePath(tree, path);
    if (/^(proc|sys|dev)\//.test(found.path)) throw hostile(`/${path}`, `a link to /${found.path}`, where);
    if (found.stat === undefined || found.stat.type === "file") return found.path;
    throw hostile(`/${path}`, `a ${found.stat.type}`, where);
  } catch (error) {
    if (error instanceof DjibError && error.code.startsWith("filesystem/"))
      throw hostile(`/${path}`, error.message, where);
    throw error;
  }
}

const hostile = (path: string, what: string, where: Location) =>
  problem("run/hostile-mount-point", `${path} of the image is ${what}, so nothing can be mounted there`, {
    where,
    help: "a base image made by a trustworthy tool has a directory (for files: a file) there, or nothing",
  });

/** As BuildKit writes it (executor/oci/hosts.go), then --add-host. */
export function hostsFile(extra: RunStep["extraHosts"]): string {
  const own = "127.0.0.1\tlocalhost buildkitsandbox\n::1\tlocalhost ip6-localhost ip6-loopback\n";
  return own + extra.map(({ name, address }) => `${address}\t${name}\n`).join("");
}

/** The host's, since a RUN shares its network; none where the host has none. */
export function resolvConfFile(): string {
  try {
    return readFileSync("/etc/resolv.conf", "utf8");
  } catch {
    return "";
  }
}
