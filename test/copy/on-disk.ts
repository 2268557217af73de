import { execFileSync } from "node:child_process";
import { chmodSync, linkSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { archiveOf } from "./archive.ts";
import type { FileSpec } from "./case.ts";

/** Writes a case's context into an empty directory. Sockets stay when their server is gone. */
export async function writeFiles(directory: string, files: Readonly<Record<string, FileSpec>>): Promise<void> {
  const modes: [string, number][] = [];
  for (const [name, spec] of Object.entries(files)) {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    if (typeof spec === "string") writeFileSync(file, spec);
    else if ("link" in spec) symlinkSync(spec.link, file);
    else if ("hard" in spec) linkSync(path.join(directory, spec.hard), file);
    else if ("directory" in spec) mkdirSync(file, { recursive: true });
    else if ("fifo" in spec) execFileSync("mkfifo", [file]);
    else if ("socket" in spec) await socketAt(file);
    else if ("device" in spec) execFileSync("mknod", [file, "c", ...spec.device.map(String)]);
    else if ("tar" in spec) writeFileSync(file, await archiveOf(spec));
    else writeFileSync(file, spec.content ?? "");
    if (typeof spec === "object" && "mode" in spec && spec.mode !== undefined) modes.push([file, spec.mode]);
    if (typeof spec === "object" && "xattrs" in spec)
      for (const [key, value] of Object.entries(spec.xattrs ?? {}))
        execFileSync("setfattr", ["-n", key, "-v", value, file]);
  }
  for (const [file, mode] of modes) chmodSync(file, mode);
}

/** The directory entry of a socket outlives a server that is not closed in order. */
async function socketAt(file: string): Promise<void> {
  const kept = `${file}.kept`;
  await new Promise<void>((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(file, () => {
      linkSync(file, kept);
      server.close(() => resolve());
    });
  });
  execFileSync("mv", [kept, file]);
  rmSync(kept, { force: true });
}
