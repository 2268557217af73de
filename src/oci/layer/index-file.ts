import { crc32 } from "node:zlib";
import { parseDigest } from "../digest.ts";
import { Arena } from "../filesystem/arena.ts";
import type { Xattrs } from "../filesystem/node.ts";
import { NodeTable, type SideTables } from "../filesystem/node-table.ts";
import { Rows } from "../filesystem/rows.ts";
import { Directories } from "./directories.ts";
import { problem } from "./errors.ts";
import type { LayerIndex } from "./layer-index.ts";
import type { SealedLayer } from "./sealed.ts";

/**
 * An index as a file: eight words (magic, version, and the sizes of what follows, CRC-32 of it), the
 * rows as they are in memory, the arena, and JSON of what few layers have. Words are in the machine's
 * byte order, since the file never leaves it; the other order does not have the magic.
 */
const magic = 0x6a62_6a64;
const version = 2;
const headWords = 8;

interface Tail {
  readonly sealed: SealedLayer;
  readonly plain: boolean;
  readonly xattrs: readonly (readonly [rows: readonly number[], set: readonly (readonly [string, string])[]])[];
  readonly sparse: readonly (readonly [number, readonly number[]])[];
}

export function encodeIndex({ nodes, sealed, plain }: LayerIndex): Buffer {
  const { rows, arena, side } = nodes.storage;
  const tail: Tail = { sealed, plain, xattrs: xattrSets(side), sparse: [...side.sparse] };
  const body = [
    ...rows.parts().map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
    ...arena.parts(),
    Buffer.from(JSON.stringify(tail)),
  ];
  const head = new Uint32Array(headWords);
  head.set([
    magic,
    version,
    rows.count,
    arena.length,
    body.at(-1)!.length,
    body.reduce((crc, part) => crc32(part, crc), 0),
  ]);
  return Buffer.concat([Buffer.from(head.buffer), ...body]);
}

/**
 * Views over `bytes`, which must not be changed afterwards: nothing is read for each entry but one
 * check. Throws `layer/corrupt-index` for anything that `encodeIndex` of this version did not make.
 */
export function decodeIndex(bytes: Buffer): LayerIndex {
  const corrupt = (why: string) => problem("layer/corrupt-index", `the index of a layer cannot be used: ${why}`);
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(new Uint8Array(bytes).buffer);
  if (aligned.length < headWords * 4) throw corrupt("it is cut off");
  const head = new Uint32Array(aligned.buffer, aligned.byteOffset, headWords);
  const [found, foundVersion, count, arenaBytes, tailBytes, crc] = head as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (found !== magic || foundVersion !== version) throw corrupt("it has another format");
  const arenaAt = headWords * 4 + count * NodeTable.width * 4;
  const tailAt = arenaAt + arenaBytes;
  if (aligned.length !== tailAt + tailBytes) throw corrupt("its size is wrong");
  if (crc32(aligned.subarray(headWords * 4)) !== crc) throw corrupt("its checksum is wrong");
  const tail = JSON.parse(aligned.toString("utf8", tailAt)) as Tail;
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset + headWords * 4, count * NodeTable.width);
  const arena = new Arena(aligned.subarray(arenaAt, tailAt));
  const nodes = new NodeTable(new Rows(NodeTable.width, words), arena, sideTables(tail));
  const sealed = { ...tail.sealed, diffId: parseDigest(tail.sealed.diffId) };
  return { nodes, directories: new Directories(nodes), plain: tail.plain, sealed };
}

function xattrSets(side: SideTables): Tail["xattrs"] {
  const bySet = new Map<Xattrs, number[]>();
  for (const [row, set] of side.xattrs) {
    const rows = bySet.get(set);
    if (rows === undefined) bySet.set(set, [row]);
    else rows.push(row);
  }
  return [...bySet].map(([set, rows]) => [
    rows,
    [...set].map(([name, value]) => [name, Buffer.from(value).toString("base64")] as const),
  ]);
}

function sideTables({ xattrs, sparse }: Tail): SideTables {
  const byRow = new Map<number, Xattrs>();
  for (const [rows, pairs] of xattrs) {
    const set = new Map(pairs.map(([name, value]) => [name, Buffer.from(value, "base64")]));
    for (const row of rows) byRow.set(row, set);
  }
  return { xattrs: byRow, sparse: new Map(sparse) };
}
