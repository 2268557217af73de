const unprintable = /[\p{Cc}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/u;
const printable = new Map<number, boolean>();

/** iswprint(3) of glibc's UTF-8 locales. */
export function isPrintable(code: number): boolean {
  const known = printable.get(code);
  if (known !== undefined) return known;
  const answer = !unprintable.test(String.fromCodePoint(code));
  printable.set(code, answer);
  return answer;
}

export interface Decoded {
  /** -1 where the byte begins no character: it stands alone. */
  readonly code: number;
  /** 0 where the bytes end before the character does. */
  readonly length: number;
}

const invalid: Decoded = { code: -1, length: 1 };
const incomplete: Decoded = { code: -1, length: 0 };

/** mbrtowc(3) at a byte above 0x7f. */
export function decodeAt(bytes: Uint8Array, at: number): Decoded {
  const first = bytes[at]!;
  if (first < 0xc2 || first > 0xf4) return invalid;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  let code = first & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return incomplete;
    if ((byte & 0xc0) !== 0x80 || (i === 1 && !mayFollow(first, byte))) return invalid;
    code = (code << 6) | (byte & 0x3f);
  }
  return { code, length };
}

/** No overlong form, no surrogate, nothing beyond U+10FFFF. */
function mayFollow(first: number, second: number): boolean {
  if (first === 0xe0) return second >= 0xa0;
  if (first === 0xed) return second < 0xa0;
  if (first === 0xf0) return second >= 0x90;
  return first !== 0xf4 || second < 0x90;
}
