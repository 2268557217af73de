import { SystemError } from "../kernel/errno.ts";
import type { OpenFile } from "../kernel/open-file.ts";
import type { Process } from "../kernel/process.ts";
import { triedLater } from "./tried.ts";

const magic = 0xde020109;
/** Names of all locales that glibc has are 20 kB. */
const maxNames = 1 << 20;

/** Whether /usr/lib/locale/locale-archive, as localedef writes it, has a locale of this name (glibc's locale/locarchive.h). */
export async function inArchive(proc: Process, name: string): Promise<boolean> {
  const file = await triedLater(() => proc.files.open("/usr/lib/locale/locale-archive", { read: true }));
  if (file instanceof SystemError) return false;
  try {
    const head = await exactly(file, 32);
    if (head.length < 32 || head.readUInt32LE(0) !== magic) return false;
    const names = { at: head.readUInt32LE(20), used: head.readUInt32LE(24) };
    if (names.used > maxNames) return false;
    file.seek(names.at, "set");
    return (await exactly(file, names.used)).toString("latin1").split("\0").includes(name);
  } finally {
    file.close();
  }
}

async function exactly(file: OpenFile, count: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for (let got = 0; got < count;) {
    const part = await file.read(count - got);
    if (part.length === 0) break;
    got += part.length;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
