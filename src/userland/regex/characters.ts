/** How bytes make characters: one each (the C locale), or UTF-8 (C.UTF-8). */
export type Encoding = "bytes" | "utf8";

/** The codes of bytes that are part of no UTF-8 character begin here; no wildcard or class has them. */
export const invalidByte = 0x110000;

/** The character at `at` as its code; its length is `lengthOf` that code. Overlong forms, surrogates and what is beyond U+10FFFF are invalid. */
export function decodeAt(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return first;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > end) return invalidByte + first;
  let code = first & (0x7f >> length);
  for (let index = 1; index < length; index++) {
    const byte = bytes[at + index]!;
    if ((byte & 0xc0) !== 0x80) return invalidByte + first;
    code = (code << 6) | (byte & 0x3f);
  }
  const tooLong = length === 3 ? code < 0x800 : length === 4 && (code < 0x10000 || code > 0x10ffff);
  return tooLong || (code >= 0xd800 && code < 0xe000) ? invalidByte + first : code;
}

/** The character that ends at `at`, where none but whole ones and invalid bytes lie between `start` and `at`. */
export function decodeBefore(bytes: Uint8Array, at: number, start: number): number {
  const last = bytes[at - 1]!;
  if (last < 0x80) return last;
  for (let length = 2; length <= 4 && at - length >= start; length++) {
    const code = decodeAt(bytes, at - length, at);
    if (lengthOf(code) === length) return code;
  }
  return invalidByte + last;
}

/** Bytes that a character takes. */
export const lengthOf = (code: number): number =>
  code < 0x80 || code >= invalidByte ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

/** All characters of a text, as codes. */
export function codesOf(bytes: Uint8Array, encoding: Encoding): readonly number[] {
  if (encoding === "bytes") return [...bytes];
  const codes: number[] = [];
  for (let at = 0; at < bytes.length; at += lengthOf(codes.at(-1)!)) codes.push(decodeAt(bytes, at, bytes.length));
  return codes;
}
