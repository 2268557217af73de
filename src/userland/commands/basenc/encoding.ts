/** How bytes become letters and these bytes again. */
export interface Encoding {
  readonly alphabet: string;
  /** Bits that a letter stands for. */
  readonly bits: 4 | 5 | 6;
  /** Letters of a group, which "=" fills up; 2 where nothing does. */
  readonly group: number;
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const digits = "0123456789";
const base64Letters = letters + letters.toLowerCase() + digits;

/** RFC 4648. */
export const encodings = {
  base64: { alphabet: `${base64Letters}+/`, bits: 6, group: 4 },
  base64url: { alphabet: `${base64Letters}-_`, bits: 6, group: 4 },
  base32: { alphabet: `${letters}234567`, bits: 5, group: 8 },
  base16: { alphabet: digits + letters.slice(0, 6), bits: 4, group: 2 },
} as const satisfies Readonly<Record<string, Encoding>>;

export const bytesPerGroup = ({ bits, group }: Encoding): number => (bits * group) / 8;

/** Whole groups of bytes; only the last piece may be any. */
export function encode(bytes: Uint8Array, encoding: Encoding): string {
  const { alphabet, bits, group } = encoding;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bits === 4) return buffer.toString("hex").toUpperCase();
  if (bits === 6) {
    const text = buffer.toString("base64");
    return alphabet.endsWith("_") ? text.replaceAll("+", "-").replaceAll("/", "_") : text;
  }
  let text = "";
  let held = 0;
  let count = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (count += 8; count >= bits; count -= bits) text += alphabet[(held >> (count - bits)) & 31];
    held &= 255;
  }
  if (count > 0) text += alphabet[(held << (bits - count)) & 31];
  return text.padEnd(Math.ceil(text.length / group) * group, "=");
}

export interface Decoded {
  readonly bytes: readonly number[];
  /** Whether it was a whole, well-formed group. */
  readonly good: boolean;
}

/** The bytes of one group, as far as it is good (decode_4 and decode_8 of gnulib). */
export function decodeGroup(text: string, { alphabet, bits, group }: Encoding): Decoded {
  const bytes: number[] = [];
  if (group === 8 && text.length < 8) return { bytes, good: false };
  let held = 0;
  let count = 0;
  for (let at = 0; at < group; at++) {
    if (text[at] === "=" && at > 1) return { bytes, good: isPadding(text, at, group) };
    const value = at < text.length ? alphabet.indexOf(text[at]!) : -1;
    if (value < 0) return { bytes, good: false };
    held = (held << bits) | value;
    count += bits;
    if (count >= 8) {
      count -= 8;
      bytes.push((held >> count) & 255);
    }
    held &= 255;
  }
  return { bytes, good: true };
}

/** A group may only end where a byte does. */
function isPadding(text: string, from: number, group: number): boolean {
  const ends = group === 8 ? [2, 4, 5, 7] : group === 4 ? [2, 3] : [];
  return ends.includes(from) && text.length === group && /^=*$/.test(text.slice(from));
}
