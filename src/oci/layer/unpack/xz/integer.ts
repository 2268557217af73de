import { damaged } from "../damaged.ts";

/** One of xz's integers: 7 bits in each byte, the lowest first. Larger ones than JavaScript counts to are refused. */
export function readInteger(next: () => number): number {
  let value = 0;
  for (let weight = 1; ; weight *= 128) {
    const byte = next();
    value += (byte & 0x7f) * weight;
    if (!Number.isSafeInteger(value) || (byte === 0 && weight > 1)) throw damaged("xz", "a number is wrong");
    if (byte < 0x80) return value;
  }
}
