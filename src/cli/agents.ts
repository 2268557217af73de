import { statSync } from "node:fs";
import path from "node:path";
import type { Host } from "../host.ts";
import { problem } from "./errors.ts";

const bad = (message: string, help: string) => problem("usage/bad-value", message, { exitCode: 2, help });

/** --ssh in docker buildx's spelling, default or ID=SOCKET: the sockets of SSH agents by id. */
export function agentsOf(texts: readonly string[], host: Host): ReadonlyMap<string, string> {
  const agents = new Map<string, string>();
  for (const text of texts) {
    const equals = text.indexOf("=");
    const id = (equals < 0 ? text : text.slice(0, equals)) || "default";
    if (agents.has(id)) throw bad(`--ssh ${id} is given twice`, "Give each agent an id of its own: --ssh work=SOCKET.");
    agents.set(id, socketOf(id, equals < 0 ? "" : text.slice(equals + 1), host));
  }
  return agents;
}

function socketOf(id: string, written: string, { env, system }: Host): string {
  const parts = written.split(",").filter((part) => !part.startsWith("raw="));
  const place = parts.length === 1 && parts[0] !== "" ? parts[0] : undefined;
  const socket = place ?? env["SSH_AUTH_SOCK"];
  if (parts.length > 1) throw keyFile(id);
  if (written.includes("raw=")) throw bad(`--ssh ${id}: raw is not supported`, "Forward an agent: --ssh default.");
  if (socket === undefined || socket === "")
    throw bad(`--ssh ${id}: no agent runs here (SSH_AUTH_SOCK is not set)`, "Start one: eval $(ssh-agent) && ssh-add.");
  const stat = statSync(path.resolve(system.cwd, socket), { throwIfNoEntry: false });
  if (stat === undefined) throw bad(`--ssh ${id}: there is no ${socket}`, "Name the socket of an SSH agent.");
  if (!stat.isSocket()) throw keyFile(id);
  return path.resolve(system.cwd, socket);
}

const keyFile = (id: string) =>
  bad(
    `--ssh ${id}: only the socket of an SSH agent can be given, no private key`,
    `Give the key to an agent: eval $(ssh-agent) && ssh-add KEY, then --ssh ${id}=$SSH_AUTH_SOCK.`,
  );
