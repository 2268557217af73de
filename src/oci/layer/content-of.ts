import type { NodeTable } from "../filesystem/node-table.ts";
import type { OpenRange } from "./layer-index.ts";
import { inflateSparse } from "./ranges.ts";

/** The content of the file in a row of a layer's index. */
export function contentOf(nodes: NodeTable, row: number, open: OpenRange) {
  const map = nodes.sparse(row);
  const offset = nodes.offset(row);
  const size = nodes.size(row);
  return map === undefined ? open(offset, size) : inflateSparse(open, { offset, size, map });
}
