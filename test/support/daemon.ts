import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface Daemon {
  readonly pid: number;
  /** Ends it with SIGTERM, after `graceMs` with SIGKILL, and resolves when it is gone. */
  stop(): Promise<void>;
}

interface Options {
  /** Its output goes here, and into the error where it does not start. */
  readonly log: string;
  readonly ready: () => Promise<boolean>;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
  readonly graceMs?: number;
}

/** Starts a program that serves and waits until it answers. It dies with this process. */
export async function startDaemon(command: string, args: readonly string[], options: Options): Promise<Daemon> {
  const log = openSync(options.log, "a");
  // The kernel ends it with us, whatever ends us.
  const child = spawn("setpriv", ["--pdeathsig", "TERM", "--", command, ...args], {
    stdio: ["ignore", log, log],
    env: options.env ?? process.env,
  });
  closeSync(log);
  const exited = new Promise<void>((resolve) => {
    child.once("error", () => resolve());
    child.once("exit", () => resolve());
  });
  let gone = false;
  void exited.then(() => (gone = true));
  const stop = async () => {
    child.ref();
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), options.graceMs ?? 15_000);
    await exited;
    clearTimeout(timer);
  };
  const deadline = Date.now() + (options.timeoutMs ?? 30_000);
  while (!(await options.ready().catch(() => false))) {
    if (gone || Date.now() > deadline) {
      await stop();
      throw new Error(
        `${command} did not start:\n${readFileSync(options.log, "utf8").split("\n").slice(-15).join("\n")}`,
      );
    }
    await sleep(50);
  }
  child.unref();
  return { pid: child.pid ?? 0, stop };
}

/** A TCP port of the loopback that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
