import { isErrno, type SystemError } from "../../kernel/errno.ts";
import type { Process } from "../../kernel/process.ts";
import { tried } from "../tried.ts";

/**
 * Writes a file as gnulib's supersede.c: one that is there is replaced by a new one with its mode and,
 * as far as that is allowed, its owner; its other names keep the old content.
 */
export async function supersede(proc: Process, path: string, bytes: Uint8Array): Promise<void> {
  const { files } = proc;
  const old = tried(() => files.stat(path));
  if (old instanceof Error || old.type !== "file") return write(proc, path, bytes, { create: true, truncate: true });
  const real = files.realPath(path);
  const temporary = `${real}.${Buffer.from(proc.machine.randomBytes(4)).toString("hex")}`;
  await write(proc, temporary, bytes, { create: true, exclusive: true }, 0o600);
  try {
    files.changeMode(temporary, old.mode);
    ignoreRights(tried(() => files.changeOwner(temporary, old.uid, old.gid)));
    files.rename(temporary, real);
  } catch (error) {
    files.unlink(temporary);
    throw error;
  }
}

function ignoreRights(result: void | SystemError): void {
  if (result !== undefined && !isErrno(result, "EPERM")) throw result;
}

async function write(
  { files }: Process,
  path: string,
  bytes: Uint8Array,
  flags: { readonly create?: boolean; readonly truncate?: boolean; readonly exclusive?: boolean },
  mode?: number,
): Promise<void> {
  const file = await files.open(path, { write: true, ...flags }, mode);
  try {
    await file.write(bytes);
  } finally {
    file.close();
  }
}
