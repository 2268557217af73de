/** The alphabets of deflate (RFC 1951 section 3.2.5) and gzip's tables over them. */

export const literals = 256;
export const endBlock = 256;
export const lengthCodes = 29;
export const literalCodes = literals + 1 + lengthCodes;
export const distanceCodes = 30;
export const bitLengthCodes = 19;

export const lengthExtra = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
] as const;
export const distanceExtra = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
] as const;

/** Where each code begins, and the code of each value below `end`. */
function coded(extra: readonly number[], end: number): { readonly bases: number[]; readonly codes: Uint8Array } {
  const codes = new Uint8Array(end);
  const bases: number[] = [];
  let at = 0;
  extra.forEach((bits, code) => {
    bases.push(at);
    codes.fill(code, at, Math.min(end, at + (1 << bits)));
    at += 1 << bits;
  });
  return { bases, codes };
}

// The longest match has a code of its own.
const lengths = coded(lengthExtra.slice(0, -1), 256);
lengths.codes[255] = lengthCodes - 1;
lengths.bases.push(0);

/** By the length of a match less three. */
export const lengthCode = lengths.codes;
export const lengthBase: readonly number[] = lengths.bases;

const distances = coded(distanceExtra, 32_768);
/** By the distance less one. */
export const distanceCode = distances.codes;
export const distanceBase: readonly number[] = distances.bases;
