import { limits } from "../../../limits.ts";
import { problem } from "../errors.ts";
import type { Header } from "./header.ts";
import { readNumber } from "./number.ts";
import { type PaxRecords, paxInteger, paxTime } from "./pax.ts";
import { readOldPairs, sparseOf } from "./sparse.ts";
import { xattrsOf } from "./xattrs.ts";

/** An entry with every extension applied. Names are latin1 as written: not cleaned, "./" and all. */
export interface TarEntry extends Header {
  /** Bytes of the file; 0 for other types. */
  readonly size: number;
  /** Bytes in the archive; less than `size` where the file is sparse. */
  readonly stored: number;
  readonly xattrs?: ReadonlyMap<string, Uint8Array>;
  /** Offset and length of each part that is stored; undefined while it must be read first. */
  readonly sparse?: readonly number[];
}

/** What the headers before an entry said of it. */
export interface Pending {
  readonly records?: PaxRecords;
  readonly name?: string;
  readonly link?: string;
}

/** `map`: where the rest of a sparse map is. */
export interface Assembled {
  readonly entry: TarEntry;
  readonly map?: "next-blocks" | "in-front";
}

const flags = "01234567S\0";
const withContent = "07S\0";

/**
 * PAX over GNU over the header itself, as Go's archive/tar and so Docker does. A size in the header
 * of anything but a file means no content (Go, Python and GNU tar agree).
 */
export function assemble(header: Header, pending: Pending, block: Buffer): Assembled {
  if (!flags.includes(header.type))
    throw problem(
      "layer/unsupported-entry",
      `a tar entry of type ${JSON.stringify(header.type)} cannot be in an image`,
    );
  const { records } = pending;
  const integer = (key: string, otherwise: number) => {
    const text = records?.get(key);
    return text === undefined || text === "" ? otherwise : paxInteger(text, key);
  };
  const text = (key: string, otherwise: string) => records?.get(key) || otherwise;
  const mtime = text("mtime", "");
  const name = text("path", pending.name ?? header.name);
  const hasContent = withContent.includes(header.type) && !(header.type === "\0" && name.endsWith("/"));
  const size = hasContent ? integer("size", header.size) : 0;
  if (size < 0) throw problem("layer/bad-tar", "a tar entry has a negative size");
  const xattrs = records === undefined ? undefined : xattrsOf(records);
  const entry: TarEntry = {
    type: !hasContent ? (header.type === "\0" ? "5" : header.type) : "0",
    name,
    link: text("linkpath", pending.link ?? header.link),
    mode: header.mode,
    uid: integer("uid", header.uid),
    gid: integer("gid", header.gid),
    mtime: mtime === "" ? header.mtime : paxTime(mtime, "mtime"),
    size,
    stored: size,
    major: header.major,
    minor: header.minor,
    ...(xattrs === undefined ? {} : { xattrs }),
  };
  return withinLimit(hasContent ? sparsely(entry, header, records, block) : { entry });
}

function sparsely(entry: TarEntry, header: Header, records: PaxRecords | undefined, block: Buffer): Assembled {
  const sparse = sparseOf(records);
  if (header.type === "S") {
    if (sparse !== undefined) throw problem("layer/bad-tar", "a sparse file is described in two ways");
    const size = readNumber(block.subarray(483, 495), "a sparse file's size");
    const real = { ...entry, size, sparse: readOldPairs(block, 386, 4) };
    return block[482] === 0 ? { entry: real } : { entry: real, map: "next-blocks" };
  }
  if (sparse === undefined) return { entry };
  const named = { ...entry, size: sparse.size, name: sparse.name ?? entry.name };
  return sparse.map === undefined ? { entry: named, map: "in-front" } : { entry: { ...named, sparse: sparse.map } };
}

function withinLimit(assembled: Assembled): Assembled {
  const { size, stored } = assembled.entry;
  if (size < 0) throw problem("layer/bad-tar", "a tar entry has a negative size");
  if (Math.max(size, stored) > limits.layerUncompressed)
    throw problem("layer/too-large", `a tar entry of ${Math.max(size, stored)} bytes is beyond the limit`);
  return assembled;
}
