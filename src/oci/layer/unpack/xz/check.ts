/** What stands behind each block: `update` sees all that was unpacked, `digest` is what must stand there. */
export interface Check {
  readonly size: number;
  update(bytes: Uint8Array): void;
  digest(): Uint8Array;
}
