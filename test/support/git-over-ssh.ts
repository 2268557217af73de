import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { freePort, startDaemon } from "./daemon.ts";
import { type Repository, repositoryAt } from "./git-server.ts";

export interface SshServer extends AsyncDisposable {
  /** `ssh://user@127.0.0.1:port/directory`: a repository stands at `<url>/name`. */
  readonly url: string;
  /** A line of known_hosts that gives the server a key which it has not. */
  readonly wrongHost: string;
  /** Socket of an agent with the key that the server takes. */
  readonly agent: string;
  /** Socket of one with a key that it does not. */
  readonly stranger: string;
  repository(name: string): Repository;
}

/** OpenSSH's server on loopback, which takes one key of the user that runs it. */
export async function serveSsh(): Promise<SshServer> {
  const folder = mkdtempSync(path.join(tmpdir(), "djib-ssh-"));
  const at = (name: string) => path.join(folder, name);
  for (const key of ["host", "own", "other"])
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", key, "-f", at(key)]);
  const port = await freePort();
  const settings = {
    ...{ ListenAddress: "127.0.0.1", Port: port, HostKey: at("host"), AuthorizedKeysFile: at("own.pub") },
    ...{ PasswordAuthentication: "no", UsePAM: "no", StrictModes: "no", PermitRootLogin: "yes", PidFile: "none" },
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}\n`);
  writeFileSync(at("config"), lines.join(""));
  // Root's sshd parts with its rights there.
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
  const ready = () =>
    new Promise<boolean>((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => resolve(socket.end() !== undefined));
      socket.once("error", reject);
    });
  const server = await startDaemon("/usr/sbin/sshd", ["-D", "-e", "-f", at("config")], { log: at("log"), ready });
  const agents = await Promise.all(["own", "other"].map((key) => startAgent(at(key))));
  return {
    url: `ssh://${userInfo().username}@127.0.0.1:${port}${folder}`,
    wrongHost: `[127.0.0.1]:${port} ${readFileSync(at("other.pub"), "utf8")}`,
    agent: agents[0]!.socket,
    stranger: agents[1]!.socket,
    repository: (name) => repositoryAt(at(name)),
    async [Symbol.asyncDispose]() {
      await Promise.all([server, ...agents].map((one) => one.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startAgent(key: string) {
  const socket = `${key}.socket`;
  const env = { ...process.env, SSH_AUTH_SOCK: socket };
  const add = async () => {
    execFileSync("ssh-add", ["-q", key], { env, stdio: "pipe" });
    return true;
  };
  const { stop } = await startDaemon("ssh-agent", ["-D", "-a", socket], { log: `${key}.log`, ready: add });
  return { socket, stop };
}
