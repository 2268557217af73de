import type { Registers } from "./groups.ts";
import type { Regex, SearchOptions } from "./regex.ts";

let scratch = Buffer.alloc(4096);
let held = "";

/** The bytes of a latin1 string, until the next call: one buffer serves all. */
function bytesOf(text: string): Uint8Array {
  if (text === held) return scratch;
  if (text.length > scratch.length) scratch = Buffer.alloc(2 * text.length);
  scratch.write(text, "latin1");
  held = text.length > 1 << 20 ? "" : text;
  return scratch;
}

/** `Regex.exec` in a latin1 string. */
export function execIn(regex: Regex, text: string, from = 0, options: SearchOptions = {}): Registers | undefined {
  return regex.exec(bytesOf(text), from, { ...options, end: text.length });
}

/** `Regex.find` in a latin1 string. */
export function findIn(
  regex: Regex,
  text: string,
  from = 0,
  options: SearchOptions = {},
): readonly [number, number] | undefined {
  return regex.find(bytesOf(text), from, { ...options, end: text.length });
}

/** `Regex.test` in a latin1 string. */
export function testIn(regex: Regex, text: string): boolean {
  return regex.test(bytesOf(text), 0, { end: text.length });
}
