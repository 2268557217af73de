import type { Process } from "../kernel/process.ts";

/** The content of a small file; undefined where it has more than so many bytes. Rejects as open(2) and read(2) fail. */
export async function readAll(proc: Process, path: string, limit: number): Promise<Buffer | undefined> {
  const file = await proc.files.open(path, { read: true });
  try {
    const parts: Uint8Array[] = [];
    for (let size = 0; size <= limit;) {
      const part = await file.read(65_536);
      if (part.length === 0) return Buffer.concat(parts);
      size += part.length;
      parts.push(part);
    }
    return undefined;
  } finally {
    file.close();
  }
}
