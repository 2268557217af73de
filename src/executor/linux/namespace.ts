import { readFileSync } from "node:fs";
import type { System } from "../../host.ts";
import { problem } from "./errors.ts";

/**
 * How far the host lets djib go. root: everything. rootless: a user namespace with the ids of
 * /etc/subuid. single-uid: a user namespace with one id, which cannot keep owners. chroot: root in
 * a stock container, with neither namespaces nor mounts.
 */
export const modes = ["root", "rootless", "single-uid", "chroot"] as const;

export type Mode = (typeof modes)[number];

export interface IdRange {
  readonly start: number;
  readonly count: number;
}

/** The first range that /etc/subuid or /etc/subgid gives a user, by name or number (subuid(5)). */
export function subordinateIds(text: string, user: string, uid: number | undefined): IdRange | undefined {
  for (const line of text.split("\n")) {
    const [owner, start, count] = line.split(":");
    if ((owner === user || owner === String(uid)) && /^\d+$/.test(start ?? "") && /^\d+$/.test(count ?? ""))
      return { start: Number(start), count: Number(count) };
  }
  return undefined;
}

export interface IdMaps {
  /** Arguments of newuidmap and newgidmap after the process id. */
  readonly uids: readonly string[];
  readonly gids: readonly string[];
}

/** Root inside is the user outside; 1 and up are the subordinate ids. */
export function idMaps(system: System): IdMaps {
  const map = (file: string, own: number | undefined): string[] => {
    const range = subordinateIds(readFile(file), system.user, system.uid);
    if (range === undefined)
      throw problem("run/no-engine", `${system.user} has no range of ids in ${file}`, {
        help: `ask an administrator for one: usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${system.user}`,
      });
    return ["0", String(own), "1", "1", String(range.start), String(range.count)];
  };
  return { uids: map("/etc/subuid", system.uid), gids: map("/etc/subgid", system.gid) };
}

function readFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Mounts and processes of its own: all of them end when the first process in there ends. */
const inside = "--mount --propagation private --pid --fork --kill-child --mount-proc".split(" ");

/** util-linux 2.37 has no --map-auto: the shell waits until newuidmap has been run from outside. */
const untilMapped = `echo '{"type":"unmapped"}' >&3; read -r _; exec unshare "$@"`;

/** The command line that runs `node` where it may mount; undefined parts of it need no privilege. */
export function enter(mode: Mode, node: readonly string[]): readonly string[] {
  if (mode === "chroot") return node;
  if (mode === "root") return ["unshare", ...inside, ...node];
  if (mode === "single-uid") return ["unshare", "--user", "--map-root-user", ...inside, ...node];
  return ["unshare", "--user", "sh", "-c", untilMapped, "sh", ...inside, ...node];
}
