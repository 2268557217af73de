import net from "node:net";
import type { Entitlement } from "../build/plan/scope.ts";
import { parseBytes } from "../dockerfile/values/bytes.ts";
import { DjibError } from "../errors.ts";
import type { RunOptions, Ulimit } from "../executor/executor.ts";
import { nearest } from "../nearest.ts";
import type { planFlags } from "./build-flags.ts";
import { problem } from "./errors.ts";
import type { Values } from "./flags.ts";

const bad = (message: string, help?: string) => problem("usage/bad-value", message, { exitCode: 2, help });

/** --add-host, --shm-size, --ulimit and --cgroup-parent, in docker's spelling. Throws `usage/bad-value`. */
export const runOptions = (flags: Values<typeof planFlags>): RunOptions => ({
  extraHosts: flags["add-host"].map(parseHost),
  shmSize: flags["shm-size"] === undefined ? undefined : parseShmSize(flags["shm-size"]),
  ulimits: [...new Map(flags.ulimit.map(parseUlimit).map((limit) => [limit.name, limit])).values()],
  cgroupParent: flags["cgroup-parent"] || undefined,
});

/** name:address or name=address; brackets around an IPv6 address are taken off. */
function parseHost(text: string): RunOptions["extraHosts"][number] {
  const [, name = "", written = ""] = /^([^=:]+)[=:](.*)$/.exec(text) ?? [];
  const address = written.replace(/^\[(.*)\]$/, "$1");
  if (name !== "" && !/[\s#]/.test(name) && net.isIP(address) !== 0) return { name, address };
  const help =
    address === "host-gateway"
      ? "host-gateway is known to Docker's daemon alone; a RUN shares this machine's network, so write 127.0.0.1."
      : "write --add-host NAME:ADDRESS, for example db.test:10.0.0.7";
  throw bad(`--add-host ${text}: ${JSON.stringify(written)} is no address`, help);
}

function parseShmSize(text: string): number {
  try {
    const size = parseBytes({ text, where: { source: { name: "--shm-size", text }, line: 1, column: 1 } });
    if (size > 0) return size;
  } catch (error) {
    if (!(error instanceof DjibError)) throw error;
  }
  throw bad(`--shm-size ${text} is not a size`, "write it as in 64m or 1g");
}

const names = [
  ..."core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack".split(" "),
];

/** docker/go-units' ParseUlimit: type=soft[:hard], -1 is no limit. */
function parseUlimit(text: string): Ulimit {
  const [, name = "", softText = "", hardText = softText] = /^([a-z]+)=(-?\d+)(?::(-?\d+))?$/.exec(text) ?? [];
  const [soft, hard] = [Number(softText), Number(hardText)];
  const example = "write --ulimit nofile=1024:2048; -1 is no limit";
  if (name === "") throw bad(`--ulimit ${text} cannot be read`, example);
  if (!names.includes(name)) {
    const near = nearest(name, names);
    throw bad(
      `--ulimit ${text}: there is no limit named ${name}`,
      near === undefined ? example : `did you mean ${near}?`,
    );
  }
  if (soft < -1 || hard < -1 || !Number.isSafeInteger(soft) || !Number.isSafeInteger(hard))
    throw bad(`--ulimit ${text} is out of range`, example);
  if (hard !== -1 && (soft === -1 || soft > hard))
    throw bad(`--ulimit ${text}: the soft limit is above the hard one`, example);
  return { name, soft, hard };
}

/** --allow, and what --network host says already. */
export function entitlements(flags: Values<typeof planFlags>): ReadonlySet<Entitlement> {
  const known: readonly Entitlement[] = ["network.host", "security.insecure"];
  return new Set(
    flags.allow
      .flatMap((text) => text.split(","))
      .map((text) => {
        const found = known.find((one) => one === text.trim());
        if (found !== undefined) return found;
        throw bad(
          `--allow ${text}: djib knows ${known.join(" and ")}`,
          "other rights of docker buildx have no meaning here",
        );
      }),
  );
}
