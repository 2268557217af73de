import { writeSync } from "node:fs";
import { chmod, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { codeOf, fault, withFaults } from "./faults.ts";
import type { Session } from "./session.ts";

export interface Manner {
  /** On the disk for good before the name is there; see docs/decisions/ on what needs that. */
  readonly durable: boolean;
  /** Permission bits of the file; 0o444 for what is named by its digest. */
  readonly mode: number;
}

export const content: Manner = { durable: true, mode: 0o444 };

/**
 * Appends to the temporary file; the bytes may change afterwards. Synchronous, since the system only
 * copies them. Its failures are faults of the disk; those of a source stay what they are.
 */
export type Write = (chunk: Uint8Array) => void;

/**
 * Makes a file visible under its name all at once, or not at all: `fill` writes a temporary file
 * and says where it belongs (content may name itself), then fsync, rename, fsync of the directory.
 * On rejection the temporary file is gone. Any number of processes may write the same name: they
 * write the same bytes, or the last one wins. Rejects with what `fill` rejects with, `store/full`
 * or `store/io`.
 */
export async function writeAtomically<T extends { readonly path: string }>(
  session: Session,
  manner: Manner,
  fill: (write: Write) => Promise<T>,
): Promise<T> {
  const temporary = await session.temporary();
  try {
    const filled = await fillFile(temporary, manner, fill);
    await withFaults(filled.path, async () => {
      await place(temporary, filled.path);
      if (manner.durable) await syncDirectory(dirname(filled.path));
    });
    return filled;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function fillFile<T>(path: string, { durable, mode }: Manner, fill: (write: Write) => Promise<T>): Promise<T> {
  const file = await withFaults(path, () => open(path, "wx", 0o600));
  try {
    const filled = await fill((chunk) => append(file.fd, chunk, path));
    // By path: the mode does not depend on the umask, and Windows knows no fchmod.
    await withFaults(path, () => chmod(path, mode));
    if (durable) await withFaults(path, () => file.sync());
    return filled;
  } finally {
    await file.close();
  }
}

function append(file: number, chunk: Uint8Array, path: string): void {
  try {
    for (let at = 0; at < chunk.length;) at += writeSync(file, chunk, at);
  } catch (error) {
    throw fault(error, path);
  }
}

async function place(temporary: string, path: string): Promise<void> {
  // Layers may hold files that are not for every user of the machine.
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await rename(temporary, path);
  } catch (error) {
    // Windows refuses to replace a read-only or open file. Equal names hold equal bytes.
    const isThere = await stat(path).then(
      () => true,
      () => false,
    );
    if (!isThere || !["EPERM", "EACCES", "EEXIST", "EBUSY"].includes(codeOf(error) ?? "")) throw error;
    await rm(temporary, { force: true });
  }
}

/** Windows and some network file systems cannot; their rename is as durable as it gets. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r").catch(() => undefined);
  try {
    await directory?.sync();
  } catch (error) {
    if (codeOf(error) === "EIO") throw error;
  } finally {
    await directory?.close();
  }
}
