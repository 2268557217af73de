import type { Location } from "../errors.ts";
import type { Dockerfile } from "./syntax.ts";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * The syntax tree as plain data, for `djib parse --json`. The shape is that of syntax.ts, in its order, with two
 * changes: `where` holds `line`, `column`, `endLine` and `endColumn` alone (from 1; columns count UTF-16 units;
 * `endColumn` belongs to `line`), and what is undefined is left out. `file` is the name of the source.
 */
export const toJson = ({ source, ...rest }: Dockerfile): Json => ({ file: source.name, ...plainEntries(rest) });

function plain(value: unknown): Json {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === "object" && value !== null ? plainEntries(value) : null;
}

function plainEntries(value: object): { readonly [key: string]: Json } {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    entries.map(([key, item]) => [key, key === "where" ? place(item as Location) : plain(item)]),
  );
}

const place = ({ line, column, endLine = line, endColumn = column }: Location): Json => ({
  line,
  column,
  endLine,
  endColumn,
});
