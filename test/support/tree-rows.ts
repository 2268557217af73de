import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { extract } from "tar-stream";
import type { Header } from "tar-stream";

/** What of a file an image fixes, but for its times: one line, so that trees compare as text. */
export interface Row {
  readonly type: string;
  readonly mode: string;
  readonly owner: string;
  readonly size: number;
  /** Digest of the content; of byte code, of what follows the header, which holds the source's time. */
  readonly content: string;
  readonly link: string;
  readonly xattrs: string;
}

/** The rows of a flattened file system (`-o type=tar`) by path. */
export async function treeRows(tar: string): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>();
  const entries = createReadStream(tar, { highWaterMark: 1 << 20 }).pipe(extract());
  for await (const entry of entries) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const name = entry.header.name.replace(/^(\.?\/)+|\/+$/g, "");
    if (name !== "" && name !== ".") rows.set(name, rowOf(name, entry.header, Buffer.concat(chunks)));
  }
  return rows;
}

function rowOf(name: string, header: Header, bytes: Buffer): Row {
  const content = name.endsWith(".pyc") ? bytes.subarray(16) : bytes;
  const pax = Object.entries((header as { pax?: Record<string, string> }).pax ?? {});
  const xattrs = pax
    .filter(([key]) => key.startsWith("SCHILY.xattr."))
    .map(([key, value]) => `${key.slice(13)}=${value}`);
  return {
    type: header.type ?? "file",
    mode: ((header.mode ?? 0) & 0o7777).toString(8),
    owner: `${header.uid}:${header.gid}`,
    size: bytes.length,
    content: bytes.length === 0 ? "" : createHash("sha256").update(content).digest("hex").slice(0, 16),
    link: header.linkname ?? "",
    xattrs: xattrs.sort().join(","),
  };
}

export const showRow = (row: Row): string =>
  [row.type, row.mode, row.owner, row.size, row.content || "-", row.link || "-", row.xattrs || "-"].join(" ");
