import { SystemError } from "../kernel/errno.ts";
import type { OpenFile } from "../kernel/open-file.ts";
import type { Process } from "../kernel/process.ts";
import { triedLater } from "./tried.ts";

const chunk = 65_536;

/** Whether two files hold the same bytes; not where one cannot be read. */
export async function sameContent(proc: Process, first: string, second: string): Promise<boolean> {
  const a = await triedLater(() => proc.files.open(first, { read: true }));
  if (a instanceof SystemError) return false;
  const b = await triedLater(() => proc.files.open(second, { read: true }));
  try {
    return !(b instanceof SystemError) && (await areEqual(a, b));
  } finally {
    a.close();
    if (!(b instanceof SystemError)) b.close();
  }
}

async function areEqual(a: OpenFile, b: OpenFile): Promise<boolean> {
  for (;;) {
    const [one, other] = [await full(a), await full(b)];
    if (!one.equals(other)) return false;
    if (one.length < chunk) return true;
  }
}

async function full(file: OpenFile): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for (let size = 0; size < chunk;) {
    const part = await file.read(chunk - size);
    if (part.length === 0) break;
    size += part.length;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
