import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { open, realpath, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { problem } from "../errors.ts";

/** A file's path, or a stream for what goes to standard output. The stream is not ended. */
export type Destination = string | Writable;

export const showDestination = (dest: Destination): string => (typeof dest === "string" ? dest : "standard output");

/**
 * Writes a file as a whole or not at all: a temporary file beside it, renamed at the end. What is
 * no plain file (/dev/null, a pipe) is written to as it is. `content` may fail; then its error is
 * passed on. Rejects with `sinks/destination` where the place is a directory, its folder is
 * missing, or the disk is full.
 */
export async function writeDestination(dest: Destination, content: AsyncIterable<Uint8Array>): Promise<void> {
  if (typeof dest !== "string") return writeStream(dest, content);
  const there = await stat(dest).catch(() => undefined);
  if (there?.isDirectory())
    throw problem("sinks/destination", `${dest} is a directory`, { help: "name a file, for example dest=shop.tar" });
  const replaced = there === undefined ? path.resolve(dest) : await realpath(dest);
  if (there !== undefined && !there.isFile()) return writeFile(dest, "w", dest, content);
  const temporary = temporaryBeside(replaced);
  try {
    await writeFile(temporary, "wx", dest, content);
    await rename(temporary, replaced).catch((error: unknown) => {
      throw fault(dest, error);
    });
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** A name in the same folder, so that renaming stays on one disk. Hidden, and told apart from others'. */
export const temporaryBeside = (file: string): string =>
  path.join(path.dirname(file), `.${path.basename(file).slice(0, 100)}.djib-${randomBytes(6).toString("hex")}`);

/** What a failed call on `dest` means for people. Errors that are not the system's are passed on. */
export function fault(dest: string, cause: unknown): unknown {
  const { code, syscall } = cause as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return cause;
  const [what, help] = reasons[code] ?? [`${syscall}: ${code}`, undefined];
  return problem("sinks/destination", `cannot write ${dest}: ${what}`, { help, cause });
}

const reasons: Readonly<Record<string, readonly [string, string | undefined]>> = {
  ENOENT: ["its folder does not exist", "make the folder first"],
  ENOTDIR: ["a part of its path is a file, not a folder", "name another place"],
  EACCES: ["permission denied", "name a place that you may write to"],
  EPERM: ["permission denied", "name a place that you may write to"],
  EROFS: ["the disk is read-only", "name a place that you may write to"],
  ENOSPC: ["no space left on the disk", "make room, or name a place on another disk"],
  EDQUOT: ["your quota on the disk is used up", "make room, or name a place on another disk"],
  EIO: ["the disk reports an error", "look at the system's log; the disk may be failing"],
  ENAMETOOLONG: ["the name is too long for this disk", "name a shorter place"],
};

type Content = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Writes `file`, a part of what the user calls `dest`. The bytes' own failures are passed on. */
export async function writeFile(file: string, flags: "w" | "wx", dest: string, content: Content): Promise<void> {
  const failed = (error: unknown): never => {
    throw fault(dest, error);
  };
  const handle = await open(file, flags).catch(failed);
  try {
    for await (const chunk of content) await handle.writeFile(chunk).catch(failed);
  } finally {
    await handle.close();
  }
}

async function writeStream(dest: Writable, content: AsyncIterable<Uint8Array>): Promise<void> {
  await pipeline(content, async (chunks) => {
    for await (const chunk of chunks) if (!dest.write(chunk)) await once(dest, "drain");
  });
}
