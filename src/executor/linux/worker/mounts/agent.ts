import { chmodSync, chownSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { basename, dirname } from "node:path";
import type { AgentJob } from "../protocol.ts";

/** draft-miller-ssh-agent, 5.1: what a RUN may ask. BuildKit, too, lets through neither changes nor extensions. */
const allowed = new Set([11 /* list the keys */, 13 /* sign */]);
const failure = Buffer.from([0, 0, 0, 1, 5]);
/** OpenSSH's own limit of a message. */
const longest = 256 * 1024;

/** Answers at `path` for the agent of the host, until it is closed. Only its last name counts towards the 107 bytes that a socket's may have. */
export async function forwardAgent({ socket, mode, uid, gid }: AgentJob, path: string): Promise<Server> {
  const server = createServer((client) => serve(client, socket));
  process.chdir(dirname(path));
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(basename(path), resolve));
  if (uid !== 0 || gid !== 0) chownSync(path, uid, gid);
  chmodSync(path, mode);
  return server;
}

function serve(client: Socket, socket: string): void {
  const agent = connect(socket);
  const end = () => {
    client.destroy();
    agent.destroy();
  };
  for (const one of [client, agent]) one.on("error", end).on("close", end);
  agent.pipe(client);
  let waiting = Buffer.alloc(0);
  client.on("data", (chunk) => {
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length >= 4) {
      const length = waiting.readUInt32BE();
      if (length === 0 || length > longest) return end();
      if (waiting.length < 4 + length) return;
      const message = waiting.subarray(0, 4 + length);
      waiting = waiting.subarray(4 + length);
      if (allowed.has(message[4]!)) agent.write(message);
      else client.write(failure);
    }
  });
}
