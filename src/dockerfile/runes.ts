/** What Go makes of bytes that are no UTF-8: this character, of one byte. */
const replacement = { code: 0xfffd, size: 1 };

/** Of characters with two, three and four bytes, the least code: a longer form of a lower one is no UTF-8. */
const least = [0x80, 0x800, 0x10000];

/** The character that begins at `at` of bytes in latin1 form, as Go's utf8.DecodeRuneInString reads it. */
export function runeAt(bytes: string, at: number): { readonly code: number; readonly size: number } {
  const first = bytes.charCodeAt(at);
  if (first < 0x80) return { code: first, size: 1 };
  const more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  if (first < 0xc2 || first > 0xf4) return replacement;
  let code = first & (0x3f >> more);
  for (let index = 1; index <= more; index++) {
    const next = bytes.charCodeAt(at + index);
    if ((next & 0xc0) !== 0x80 || next > 0xff) return replacement;
    code = (code << 6) | (next & 0x3f);
  }
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  return code < least[more - 1]! || code > 0x10ffff || surrogate ? replacement : { code, size: more + 1 };
}
