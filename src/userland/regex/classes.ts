import { type Encoding, invalidByte } from "./characters.ts";

/** Which characters a pattern's atom takes, by code. */
export type CharacterSet = (code: number) => boolean;

const between = (low: number, high: number) => (code: number) => code >= low && code <= high;
const digit = between(0x30, 0x39);
const upper = between(0x41, 0x5a);
const lower = between(0x61, 0x7a);
const alpha: CharacterSet = (code) => upper(code) || lower(code);
const graph = between(0x21, 0x7e);

/** The classes of the C locale. */
const ascii: Readonly<Record<string, CharacterSet>> = {
  alnum: (code) => alpha(code) || digit(code),
  alpha,
  blank: (code) => code === 0x20 || code === 0x09,
  cntrl: (code) => code < 0x20 || code === 0x7f,
  digit,
  graph,
  lower,
  print: between(0x20, 0x7e),
  punct: (code) => graph(code) && !alpha(code) && !digit(code),
  space: (code) => code === 0x20 || (code >= 0x09 && code <= 0x0d),
  upper,
  xdigit: (code) => digit(code) || between(0x41, 0x46)(code) || between(0x61, 0x66)(code),
};

const letter = /^[\p{Alphabetic}\p{Nd}]$/u;
const unprintable = /^[\p{Cn}\p{Cs}\p{Cc}\p{Zl}\p{Zp}]$/u;
/** White space but for what does not break a line. */
const white = /^[\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]$/u;
const text = (code: number): string => String.fromCodePoint(code);
const wideAlpha: CharacterSet = (code) => letter.test(text(code));
const widePrint: CharacterSet = (code) => !unprintable.test(text(code));

/** What C.UTF-8 adds beyond ASCII, as localedata/unicode-gen of glibc derives it from Unicode's tables. */
const wide: Readonly<Record<string, CharacterSet>> = {
  alnum: wideAlpha,
  alpha: wideAlpha,
  blank: (code) => white.test(text(code)) && code !== 0x2028 && code !== 0x2029,
  cntrl: (code) => between(0x80, 0x9f)(code) || code === 0x2028 || code === 0x2029,
  digit: () => false,
  graph: (code) => widePrint(code) && !white.test(text(code)),
  lower: (code) => /^\p{Lowercase}$/u.test(text(code)) || toUpper(code) !== code,
  print: widePrint,
  punct: (code) => widePrint(code) && !white.test(text(code)) && !wideAlpha(code),
  space: (code) => white.test(text(code)),
  upper: (code) => /^\p{Uppercase}$/u.test(text(code)) || toLower(code) !== code,
  xdigit: () => false,
};

/** undefined: there is no such class. */
export function characterClass(name: string, encoding: Encoding): CharacterSet | undefined {
  const low = Object.hasOwn(ascii, name) ? ascii[name]! : undefined;
  if (low === undefined || encoding === "bytes") return low;
  const high = wide[name]!;
  return (code) => (code < 0x80 ? low(code) : code < invalidByte && high(code));
}

/** What \w takes, and \b stands beside: letters, digits and "_". */
export function isWord(encoding: Encoding): CharacterSet {
  const alnum = characterClass("alnum", encoding)!;
  return (code) => code === 0x5f || alnum(code);
}

/** Greek letters with an iota below: their capital is one letter to towupper(3), two to JavaScript. */
const iota: CharacterSet = (code) =>
  code >= 0x1f80 &&
  code <= 0x1ffc &&
  (code <= 0x1faf || [0x1fb3, 0x1fbc, 0x1fc3, 0x1fcc, 0x1ff3, 0x1ffc].includes(code));
const iotaShift = (code: number): number => (code <= 0x1faf ? 8 : 9);
const iotaIsLower = (code: number): boolean => (code <= 0x1faf ? (code & 8) === 0 : (code & 0xf) === 3);

function single(code: number, mapped: string): number {
  const [first, second] = mapped;
  return second === undefined ? first!.codePointAt(0)! : code;
}

/** towupper(3) of C.UTF-8; for bytes, that of ASCII. */
export function toUpper(code: number): number {
  if (code < 0x80) return lower(code) ? code - 0x20 : code;
  if (code >= invalidByte || (code >= 0xd800 && code < 0xe000)) return code;
  if (iota(code)) return iotaIsLower(code) ? code + iotaShift(code) : code;
  return single(code, text(code).toUpperCase());
}

/** towlower(3). */
export function toLower(code: number): number {
  if (code < 0x80) return upper(code) ? code + 0x20 : code;
  if (code >= invalidByte || (code >= 0xd800 && code < 0xe000)) return code;
  if (iota(code)) return iotaIsLower(code) ? code : code - iotaShift(code);
  return code === 0x130 ? 0x69 : single(code, text(code).toLowerCase());
}
