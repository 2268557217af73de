import type { EntrySource } from "../../../oci/layer/tar/reader.ts";
import type { TarEntry } from "../../../oci/layer/tar/entry.ts";

/** A file of an archive, as GNU tar sees it. */
export interface Member {
  readonly entry: TarEntry;
  readonly type: "file" | "directory" | "symlink" | "link" | "character" | "block" | "fifo";
  /** As stored, with the slash behind a directory. */
  readonly stored: string;
  readonly slash: boolean;
  readonly mode: number;
  readonly user: string;
  readonly group: string;
  /** Nanoseconds. */
  readonly mtime: bigint;
  /** Written without names of owners: the oldest format. */
  readonly v7: boolean;
  readonly contiguous: boolean;
}

const types = {
  "0": "file",
  "1": "link",
  "2": "symlink",
  "3": "character",
  "4": "block",
  "5": "directory",
  "6": "fifo",
} as const;

export function memberOf(entry: TarEntry, { block, records }: EntrySource): Member {
  const slash = entry.name.endsWith("/");
  const type = types[entry.type as keyof typeof types];
  const text = (at: number) => {
    const end = block.indexOf(0, at);
    return block.toString("latin1", at, end < 0 || end > at + 32 ? at + 32 : end);
  };
  const v7 = !block.toString("latin1", 257, 262).startsWith("ustar");
  return {
    entry,
    type: type === "file" && slash ? "directory" : type,
    stored: entry.name,
    slash,
    mode: entry.mode & 0o7777,
    user: v7 ? "" : (records?.get("uname") ?? text(265)),
    group: v7 ? "" : (records?.get("gname") ?? text(297)),
    mtime: nanoseconds(records?.get("mtime")) ?? BigInt(entry.mtime) * 1_000_000_000n,
    v7,
    contiguous: block[156] === 0x37,
  };
}

function nanoseconds(text: string | undefined): bigint | undefined {
  const match = /^(-?)([0-9]{1,15})(?:\.([0-9]*))?$/.exec(text ?? "");
  if (match === null) return undefined;
  const value = BigInt(match[2]!) * 1_000_000_000n + BigInt((match[3] ?? "").slice(0, 9).padEnd(9, "0"));
  return match[1] === "" ? value : -value;
}
