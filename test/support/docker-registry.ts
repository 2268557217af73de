import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { freePort, startDaemon } from "./daemon.ts";
import type { Daemon } from "./daemon.ts";

export interface RegistryServer {
  /** "127.0.0.1:PORT" */
  readonly host: string;
  stop(): Promise<void>;
}

/**
 * Debian's docker-registry over a folder, without a password (its packaged configuration asks for
 * one) unless `htpasswd` holds lines of users.
 */
export async function serveRegistry(
  folder: string,
  options: { readonly readOnly?: boolean; readonly htpasswd?: string } = {},
): Promise<RegistryServer> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), "djib-registry-"));
  const host = `127.0.0.1:${await freePort()}`;
  const users = path.join(scratch, "htpasswd");
  const config = {
    version: 0.1,
    log: { level: "warn" },
    storage: {
      filesystem: { rootdirectory: folder },
      maintenance: { readonly: { enabled: options.readOnly ?? false }, uploadpurging: { enabled: false } },
    },
    http: { addr: host },
    ...(options.htpasswd === undefined ? {} : { auth: { htpasswd: { realm: "djib", path: users } } }),
  };
  if (options.htpasswd !== undefined) writeFileSync(users, options.htpasswd);
  const file = path.join(scratch, "config.yml");
  writeFileSync(file, JSON.stringify(config));
  const ready = async () => [200, 401].includes((await fetch(`http://${host}/v2/`)).status);
  const daemon: Daemon = await startDaemon("docker-registry", ["serve", file], { log: `${scratch}/log`, ready });
  const stop = async () => {
    await daemon.stop();
    rmSync(scratch, { recursive: true, force: true });
  };
  return { host, stop };
}
