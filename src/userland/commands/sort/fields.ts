import type { Key } from "./key.ts";

const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 10;

/** Over a field and the blanks before it, or over one and the separator that ends it. */
function afterFields(line: string, count: number, tab: number | undefined, lastSeparator: boolean): number {
  let at = 0;
  const end = line.length;
  for (let left = count; at < end && left > 0; left--) {
    if (tab === undefined) {
      while (at < end && isBlank(line.charCodeAt(at))) at++;
      while (at < end && !isBlank(line.charCodeAt(at))) at++;
    } else {
      while (at < end && line.charCodeAt(at) !== tab) at++;
      if (at < end && (left > 1 || lastSeparator)) at++;
    }
  }
  return at;
}

function skipBlanks(line: string, from: number): number {
  let at = from;
  while (at < line.length && isBlank(line.charCodeAt(at))) at++;
  return at;
}

/** begfield and limfield of src/sort.c. */
export function fieldOf(line: string, key: Key, tab: number | undefined): string {
  const { startField, startChar, endField, endChar, ordering } = key;
  let start = afterFields(line, startField, tab, true);
  if (ordering.skipStart) start = skipBlanks(line, start);
  start = Math.min(line.length, start + startChar);
  if (endField === Infinity) return line.slice(start);
  let end = afterFields(line, endChar === 0 ? endField + 1 : endField, tab, endChar !== 0);
  if (endChar !== 0) {
    if (ordering.skipEnd) end = skipBlanks(line, end);
    end = Math.min(line.length, end + endChar);
  }
  return line.slice(start, Math.max(start, end));
}
