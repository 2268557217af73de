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

/** Debian's docker-registry over a folder, without a password (its packaged configuration asks for one). */
export async function serveRegistry(folder: string, options: { readOnly?: boolean } = {}): Promise<RegistryServer> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), "djib-registry-"));
  const host = `127.0.0.1:${await freePort()}`;
  const config = {
    version: 0.1,
    log: { level: "warn" },
    storage: {
      filesystem: { rootdirectory: folder },
      maintenance: { readonly: { enabled: options.readOnly ?? false }, uploadpurging: { enabled: false } },
    },
    http: { addr: host },
  };
  const file = path.join(scratch, "config.yml");
  writeFileSync(file, JSON.stringify(config));
  const ready = async () => (await fetch(`http://${host}/v2/`)).ok;
  const daemon: Daemon = await startDaemon("docker-registry", ["serve", file], { log: `${scratch}/log`, ready });
  const stop = async () => {
    await daemon.stop();
    rmSync(scratch, { recursive: true, force: true });
  };
  return { host, stop };
}
