import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { serveRegistry } from "../../test/support/docker-registry.ts";
import { cacheFolder } from "../lib/cache-folder.ts";
import { pushImage } from "./image.ts";
import { releaseDate, writeRootfs } from "./rootfs.ts";

const ownCertificates = "/usr/local/share/ca-certificates";

/**
 * The folder of a registry that holds the stand-in for library/python:3.11-slim. Made when these
 * scripts, Debian's release or the host's certificates changed; two that make it at once do no harm.
 */
export async function baseFolder(): Promise<string> {
  const bases = path.join(cacheFolder(), "base");
  const folder = path.join(bases, key());
  if (existsSync(folder)) return folder;
  mkdirSync(bases, { recursive: true });
  const scratch = mkdtempSync(path.join(bases, "making-"));
  try {
    console.error("Making python:3.11-slim from Debian packages (about a minute, once) …");
    const tar = path.join(scratch, "rootfs.tar");
    writeRootfs(tar);
    const registry = path.join(scratch, "registry");
    const server = await serveRegistry(registry);
    const created = releaseDate() ?? Date.UTC(2025, 0, 1);
    const repository = `http://${server.host}/v2/library/python`;
    await pushImage(tar, repository, ["3.11-slim", "3.11-slim-bookworm"], created).finally(server.stop);
    renameSync(registry, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return folder;
}

function key(): string {
  const hash = createHash("sha256").update(String(releaseDate()));
  const own = ["customize.sh", "image.ts", "rootfs.ts"].map((name) => path.join(import.meta.dirname, name));
  const names = existsSync(ownCertificates) ? readdirSync(ownCertificates) : [];
  const given = names.map((name) => path.join(ownCertificates, name));
  for (const file of [...own, ...given].sort()) hash.update(path.basename(file)).update(readFileSync(file));
  return hash.digest("hex").slice(0, 16);
}
