/** gettext 0.21 po-charset.c: the names that are portable, in their canonical form. */
const portable = [
  ...["1", "2", "3", "4", "5", "6", "7", "8", "9", "13", "14", "15"].map((part) => `ISO-8859-${part}`),
  ...["KOI8-R", "KOI8-U", "KOI8-T", "CP850", "CP866", "CP874", "CP932", "CP949", "CP950"],
  ...["CP1250", "CP1251", "CP1252", "CP1253", "CP1254", "CP1255", "CP1256", "CP1257"],
  ...["GB2312", "EUC-JP", "EUC-KR", "EUC-TW", "BIG5", "BIG5-HKSCS", "GBK", "GB18030", "SHIFT_JIS", "JOHAB"],
  ...["TIS-620", "VISCII", "GEORGIAN-PS", "UTF-8"],
];
const ascii = ["ASCII", "ANSI_X3.4-1968", "US-ASCII"];

/** Encodings in which every byte is a character. */
const single = new Set(["ISO-8859-1", "ISO-8859-2", "ISO-8859-5", "ISO-8859-9", "ISO-8859-15", "KOI8-R", "KOI8-U"]);

export function canonicalCharset(name: string): string | undefined {
  const upper = name.toUpperCase();
  if (ascii.includes(upper)) return "ASCII";
  const dashed = upper.replace(/^ISO_8859-/, "ISO-8859-");
  return portable.find((one) => one === dashed);
}

/** What a byte string begins with, read in an encoding. */
export interface Character {
  /** Bytes; 0 at the end. */
  readonly length: number;
  /** Unicode; undefined for a byte that is none. */
  readonly code?: number;
  readonly broken?: string;
}

type Reader = (text: string, at: number) => Character;

/** No encoding known: each byte for itself. */
export const byteReader: Reader = () => ({ length: 1 });

/** How the characters of an encoding are read; undefined for one that djib cannot read. */
export function readerOf(charset: string): Reader | undefined {
  if (charset === "UTF-8") return utf8;
  if (charset === "ASCII")
    return (text, at) => (text.charCodeAt(at) < 0x80 ? { length: 1, code: text.charCodeAt(at) } : invalid);
  if (single.has(charset)) return (text, at) => ({ length: 1, code: text.charCodeAt(at) });
  return undefined;
}

const invalid: Character = { length: 1, broken: "invalid multibyte sequence" };

/** As glibc's iconv(3) is asked by gettext: with one byte more until it can tell. */
function utf8(text: string, at: number): Character {
  const lead = text.charCodeAt(at);
  if (lead < 0x80) return { length: 1, code: lead };
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4) return invalid;
  let code = lead & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const next = text.charCodeAt(at + i);
    if (Number.isNaN(next)) return { length: i, broken: "incomplete multibyte sequence at end of file" };
    if (next === 10) return { length: i, broken: "incomplete multibyte sequence at end of line" };
    const [least, most] = i === 1 ? secondByte(lead) : [0x80, 0xbf];
    if (next < least || next > most) return invalid;
    code = (code << 6) | (next & 0x3f);
  }
  return { length, code };
}

/** No overlong forms, no surrogates, nothing beyond U+10FFFF. */
function secondByte(lead: number): readonly [number, number] {
  if (lead === 0xe0) return [0xa0, 0xbf];
  if (lead === 0xed) return [0x80, 0x9f];
  if (lead === 0xf0) return [0x90, 0xbf];
  return lead === 0xf4 ? [0x80, 0x8f] : [0x80, 0xbf];
}
