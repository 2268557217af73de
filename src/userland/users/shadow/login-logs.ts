import { isErrno } from "../../kernel/errno.ts";
import type { Call } from "./shadow-tool.ts";

/** Bytes that one user has in each: sizeof of struct faillog and struct lastlog where a long has 64 bits. */
const logs = [
  { path: "/var/log/faillog", name: "faillog", size: 32 },
  { path: "/var/log/lastlog", name: "lastlog", size: 292 },
] as const;

/** Forgets the logins of a uid that somebody had before (shadow: src/useradd.c, faillog_reset, lastlog_reset). */
export async function resetLogs(call: Call<string>, uid: number): Promise<void> {
  for (const { path, name, size } of logs) {
    if (sizeOf(call, path) <= size * uid) continue;
    if (name === "lastlog" && uid > (await call.definitions.count("LASTLOG_UID_MAX", 0xffff_ffff))) continue;
    await write(call, path, uid * size, new Uint8Array(size));
  }
}

/** Lets the logins of one uid be those of another (src/usermod.c, update_lastlog, update_faillog). */
export async function moveLogs(call: Call<string>, from: number, to: number): Promise<void> {
  for (const { path, name, size } of logs) {
    const length = sizeOf(call, path);
    if (length === 0) continue;
    if (name === "lastlog" && to > (await call.definitions.count("LASTLOG_UID_MAX", 0xffff_ffff))) continue;
    if (length >= (from + 1) * size) await write(call, path, to * size, await read(call, path, from * size, size));
    else if (length >= (to + 1) * size) await write(call, path, to * size, new Uint8Array(size));
  }
}

function sizeOf({ proc }: Call<string>, path: string): number {
  try {
    return proc.files.stat(path).size;
  } catch (error) {
    if (isErrno(error)) return 0;
    throw error;
  }
}

async function read({ proc }: Call<string>, path: string, offset: number, size: number): Promise<Uint8Array> {
  const file = await proc.files.open(path, { read: true });
  try {
    file.seek(offset, "set");
    return await file.read(size);
  } finally {
    file.close();
  }
}

async function write({ proc }: Call<string>, path: string, offset: number, bytes: Uint8Array): Promise<void> {
  const file = await proc.files.open(path, { read: true, write: true });
  try {
    file.seek(offset, "set");
    await file.write(bytes);
  } finally {
    file.close();
  }
}
