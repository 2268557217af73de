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
 * An index as a file: nine words (magic, version, the sizes of what follows, CRC-32 of it), the rows
 * as they are in memory, the directories likewise (nothing where there are none), the arena, and JSON
 * of what few layers have. Words are in the machine's byte order, since the file never leaves it; the
 * other order does not have the magic.
 */
const magic = 0x6a62_6a64;
const version = 2;
const headWords = 9;

interface Tail {
  readonly sealed: SealedLayer;
  readonly xattrs: readonly (readonly [rows: readonly number[], set: readonly (readonly [string, string])[]])[];
  readonly sparse: readonly (readonly [number, readonly number[]])[];
}

const none = new Uint32Array(0);

/** The bytes in order, without a copy of them all: views of the index, valid while it does not change. */
export function encodeIndex({ nodes, directories, sealed }: LayerIndex): readonly Buffer[] {
  const { rows, arena, side } = nodes.storage;
  const { table, runs, hardLinks } = directories?.columns ?? { table: none, runs: none, hardLinks: none };
  const tail: Tail = { sealed, xattrs: xattrSets(side), sparse: [...side.sparse] };
  // zlib's crc32 of no bytes is 0, whatever came before.
  const words = [...rows.parts(), table, runs, hardLinks].filter(({ length }) => length > 0);
  const body = [
    ...words.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
    ...arena.parts(),
    Buffer.from(JSON.stringify(tail)),
  ];
  const sizes = [rows.count * NodeTable.width, table.length, runs.length, hardLinks.length, arena.length];
  const crc = body.reduce((sum, part) => crc32(part, sum), 0);
  const head = Uint32Array.from([magic, version, ...sizes, body.at(-1)!.length, crc]);
  return [Buffer.from(head.buffer), ...body];
}

/**
 * Views over `bytes`, which must not be changed afterwards: nothing is read for each entry but one
 * check. Throws `layer/corrupt-index` for anything that `encodeIndex` of this version did not make.
 */
export function decodeIndex(bytes: Buffer): LayerIndex {
  const corrupt = (why: string) => problem("layer/corrupt-index", `the index of a layer cannot be used: ${why}`);
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(new Uint8Array(bytes).buffer);
  if (aligned.length < headWords * 4) throw corrupt("it is cut off");
  const [found, foundVersion, ...sizes] = new Uint32Array(aligned.buffer, aligned.byteOffset, headWords);
  if (found !== magic || foundVersion !== version) throw corrupt("it has another format");
  const crc = sizes.pop();
  const tailBytes = sizes.pop()!;
  const arenaBytes = sizes.pop()!;
  const tailAt = sizes.reduce((at, words) => at + words * 4, headWords * 4) + arenaBytes;
  if (aligned.length !== tailAt + tailBytes) throw corrupt("its size is wrong");
  if (crc32(aligned.subarray(headWords * 4)) !== crc) throw corrupt("its checksum is wrong");
  let at = aligned.byteOffset + headWords * 4;
  const [rows, table, runs, hardLinks] = sizes.map((words) => {
    at += words * 4;
    return new Uint32Array(aligned.buffer, at - words * 4, words);
  }) as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
  const tail = JSON.parse(aligned.toString("utf8", tailAt)) as Tail;
  const arena = new Arena(aligned.subarray(tailAt - arenaBytes, tailAt));
  const nodes = new NodeTable(new Rows(NodeTable.width, rows), arena, sideTables(tail));
  const directories = table.length === 0 ? undefined : new Directories(nodes, { table, runs, hardLinks });
  return { nodes, directories, sealed: { ...tail.sealed, diffId: parseDigest(tail.sealed.diffId) } };
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
