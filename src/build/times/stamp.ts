import type { Digest } from "../../oci/digest.ts";

/** 1980-01-02T00:00:00Z. Zip and FAT cannot say anything before 1980, and time zones reach back a day. */
export const baseTime = 315_619_200;

/**
 * The time of a file with this content: 1980-01-02 plus up to 34 years, so that equal content has
 * an equal time and changed content a changed one. A constant would be wrong: an edit of the same
 * size would then look unchanged to ETags and to byte code.
 */
export const contentTime = (digest: Digest): number => baseTime + (Number.parseInt(digest.slice(7, 15), 16) % 2 ** 30);
