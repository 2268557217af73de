/**
 * What becomes of the times of files that a build makes (docs/decisions/0040): they follow from the
 * file's content, or stay the disk's and the clock's as with docker build.
 */
export type TimePolicy = "content" | "keep";
