import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import type { FileSpec } from "./case.ts";

type ArchiveSpec = Extract<FileSpec, { readonly tar: unknown }>;

/** The bytes of an archive; a broken one ends in the middle. */
export async function archiveOf({ tar, gzip = false, broken = false }: ArchiveSpec): Promise<Buffer> {
  const packing = pack();
  for (const { name, type = "file", content = "", linkname, mode, uid = 0, gid = 0 } of tar)
    packing.entry(
      {
        name,
        type,
        mode: mode ?? (type === "directory" ? 0o755 : 0o644),
        uid,
        gid,
        mtime: new Date(1_000_000_000_000),
        ...(linkname === undefined ? {} : { linkname }),
      },
      type === "file" ? content : "",
    );
  packing.finalize();
  const parts: Buffer[] = [];
  for await (const part of packing) parts.push(part as Buffer);
  const bytes = gzip ? gzipSync(Buffer.concat(parts)) : Buffer.concat(parts);
  return broken ? bytes.subarray(0, Math.floor(bytes.length * 0.6)) : bytes;
}
