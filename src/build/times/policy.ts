/**
 * What becomes of the times of files that a build makes (DESIGN.md, the fourth idea). `key` goes
 * into the key of a sealed layer.
 */
export type TimePolicy =
  /** A file's time follows from its content. */
  | { readonly kind: "content"; readonly key: "content" }
  /** SOURCE_DATE_EPOCH: the context's files are set to it, what RUN wrote is clamped to it. */
  | { readonly kind: "epoch"; readonly seconds: number; readonly key: `epoch:${number}` }
  /** As docker build does: the disk's and the clock's times. */
  | { readonly kind: "keep"; readonly key: "keep" };

export const contentTimes: TimePolicy = { kind: "content", key: "content" };
export const keptTimes: TimePolicy = { kind: "keep", key: "keep" };
export const epochTimes = (seconds: number): TimePolicy => ({ kind: "epoch", seconds, key: `epoch:${seconds}` });
