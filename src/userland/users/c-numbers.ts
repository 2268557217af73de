import { Refusal } from "../kernel/refusal.ts";

/** C's isspace(3) in the POSIX locale. */
const space = "[ \\t\\n\\v\\f\\r]*";
const decimal = new RegExp(`^${space}([+-]?\\d+)$`);
const anyBase = new RegExp(`^${space}([+-]?)(?:0[xX]([0-9a-fA-F]+)|(0[0-7]*)|([1-9]\\d*))$`);

/** strtoll(3) in base 10 of a whole text; undefined where it is no number or none of `least` to `most`. */
export function decimalWithin(text: string, least: number, most: number): number | undefined {
  const digits = decimal.exec(text)?.[1];
  if (digits === undefined) return undefined;
  const value = Number(digits);
  return value >= least && value <= most ? value : undefined;
}

/** An id of user or group as the shadow tools read it (libmisc/get_uid.c, get_gid.c): 0 to 2^32-1. */
export const idOf = (text: string): number | undefined => decimalWithin(text, 0, 0xffff_ffff);

/** strtol(3) of a whole text: decimal, octal after 0, hexadecimal after 0x (shadow: libmisc/getlong.c). */
export function longOf(text: string): number | undefined {
  const [, sign, hexadecimal, octal, digits] = anyBase.exec(text) ?? [];
  const value =
    hexadecimal !== undefined
      ? Number.parseInt(hexadecimal, 16)
      : octal !== undefined
        ? Number.parseInt(octal, 8)
        : digits !== undefined
          ? Number(digits)
          : undefined;
  if (value === undefined) return undefined;
  if (value >= 2 ** 63) return undefined;
  if (!Number.isSafeInteger(value)) throw new Refusal(text, "is a number of more than 53 bits");
  return sign === "-" ? -value : value;
}

/** strtoul(3), where a sign makes a number that nobody means. */
export function unsignedLongOf(text: string): number | undefined {
  const value = longOf(text);
  if (value !== undefined && value < 0) throw new Refusal(text, "is negative where a number from zero is wanted");
  return value;
}
