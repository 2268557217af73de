/** One character of a byte string as mbrtowc(3) sees it, and whether iswprint(3) takes it for printable. */
export interface Unit {
  readonly bytes: string;
  readonly printable: boolean;
}

const unprintable = /[\p{Cc}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/u;

/** How many bytes the character has that begins with this one; 0 where none does. */
function lengthOf(first: number): number {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first >= 0xe0 && first <= 0xef) return 3;
  return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

/** Whether a second byte may follow a first one: no overlong form, no surrogate, nothing beyond U+10FFFF. */
function mayFollow(first: number, second: number): boolean {
  if ((second & 0xc0) !== 0x80) return false;
  if (first === 0xe0) return second >= 0xa0;
  if (first === 0xed) return second < 0xa0;
  if (first === 0xf0) return second >= 0x90;
  return first !== 0xf4 || second < 0x90;
}

/**
 * The character at a place of a latin1 byte string that holds UTF-8. A byte that begins none stands
 * alone, as mbrtowc's -1; one that the end cuts short takes all that is left, as its -2.
 */
export function unitAt(text: string, at: number): Unit {
  const first = text.charCodeAt(at);
  const length = lengthOf(first);
  if (length === 1) return { bytes: text[at]!, printable: first >= 0x20 && first < 0x7f };
  let found = 1;
  while (found < length && at + found < text.length) {
    const byte = text.charCodeAt(at + found);
    if (found === 1 ? !mayFollow(first, byte) : (byte & 0xc0) !== 0x80) return { bytes: text[at]!, printable: false };
    found++;
  }
  if (length === 0) return { bytes: text[at]!, printable: false };
  if (found < length) return { bytes: text.slice(at), printable: false };
  const bytes = text.slice(at, at + length);
  return { bytes, printable: !unprintable.test(Buffer.from(bytes, "latin1").toString("utf8")) };
}
