import { problem } from "../errors.ts";

/** Keys are text as they stand, values bytes in latin1 form. A later record of a key replaces an earlier one. */
export type PaxRecords = ReadonlyMap<string, string>;

const bad = (why: string) => problem("layer/bad-tar", `a PAX header cannot be read: ${why}`);

/**
 * POSIX pax, "pax Extended Header": `length key=value\n` again and again, the length in decimal and
 * counting itself. Strict to the byte. GNU's sparse maps of version 0.0 repeat two keys; these are
 * gathered in order under `GNU.sparse.map`, as version 0.1 writes them.
 */
export function parsePax(bytes: Buffer): PaxRecords {
  const records = new Map<string, string>();
  const map: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const blank = bytes.indexOf(0x20, at);
    const digits = blank < 0 || blank - at > 9 ? "" : bytes.toString("latin1", at, blank);
    const end = at + Number(digits);
    if (!/^[1-9][0-9]*$/.test(digits) || end > bytes.length || end <= blank + 1 || bytes[end - 1] !== 0x0a)
      throw bad(`no record at byte ${at}`);
    const record = bytes.toString("latin1", blank + 1, end - 1);
    const equals = record.indexOf("=");
    if (equals < 1) throw bad(`a record without a key at byte ${at}`);
    const key = record.slice(0, equals);
    const value = record.slice(equals + 1);
    if (key === "GNU.sparse.offset" || key === "GNU.sparse.numbytes") map.push(value);
    else records.set(key, value);
    at = end;
  }
  if (map.length > 0) records.set("GNU.sparse.map", map.join(","));
  return records;
}

/** One record; `value` in latin1 form. */
export function paxRecord(key: string, value: string): string {
  const rest = key.length + value.length + 3;
  let length = rest + String(rest).length;
  if (String(length).length !== String(rest).length) length++;
  return `${length} ${key}=${value}\n`;
}

/** A decimal integer of at least `least`. */
export function paxInteger(text: string, key: string, least = 0): number {
  const value = Number(text);
  if (!/^-?[0-9]+$/.test(text) || !Number.isSafeInteger(value) || value < least)
    throw bad(`${key} is ${JSON.stringify(text.slice(0, 40))}`);
  return value;
}

/** Seconds with or without a fraction, floored: whole seconds are what a layer keeps. */
export function paxTime(text: string, key: string): number {
  const match = /^(-?)([0-9]{1,15})(?:\.([0-9]*))?$/.exec(text);
  if (match === null) throw bad(`${key} is ${JSON.stringify(text.slice(0, 40))}`);
  const seconds = Number(match[2]);
  if (match[1] === "") return seconds;
  return -seconds - (/[1-9]/.test(match[3] ?? "") ? 1 : 0) + 0;
}
