import { problem } from "../errors.ts";

const two32 = 2 ** 32;

/**
 * A number in a header: octal digits between blanks and NULs, or GNU's base 256, marked by the top
 * bit, in two's complement. An empty field is 0. Throws `layer/bad-tar`, also beyond 2^53.
 */
export function readNumber(field: Buffer, what: string): number {
  const first = field[0]!;
  const value = (first & 0x80) === 0 ? readOctal(field) : readBase256(field);
  if (value === undefined || !Number.isSafeInteger(value))
    throw problem(
      "layer/bad-tar",
      `${what} is not a number that can be read: ${JSON.stringify(field.toString("latin1"))}`,
    );
  return value;
}

function readOctal(field: Buffer): number | undefined {
  const text = field.toString("latin1").replace(/^[ \0]+|[ \0].*$/gs, "");
  if (text === "") return 0;
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : undefined;
}

function readBase256(field: Buffer): number | undefined {
  const negative = (field[0]! & 0x40) !== 0;
  const sign = negative ? 0xff : 0;
  let value = 0;
  for (let i = 0; i < field.length; i++) {
    const byte = i === 0 ? (field[0]! & 0x7f) | (negative ? 0x80 : 0) : field[i]!;
    value = value * 256 + (byte ^ sign);
    if (value > two32 * two32) return undefined;
  }
  return negative ? -value - 1 : value;
}

/** Octal with leading zeros and a NUL at the end; false where it does not fit. */
export function writeOctal(block: Buffer, at: number, length: number, value: number): boolean {
  const text = value.toString(8).padStart(length - 1, "0");
  if (value < 0 || text.length >= length) return false;
  block.write(text, at, "latin1");
  return true;
}
