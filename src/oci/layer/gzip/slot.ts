import { memberSize } from "./compressor.ts";

/** Memory for one member on its way, which the thread that compresses it sees too. */
export interface Slot {
  readonly input: Uint8Array;
  readonly output: Uint8Array;
}

/** What fflate may take at most where nothing can be saved: blocks that are stored, and our header and trailer. */
const outputSize = memberSize + 5 * (1 + Math.ceil(memberSize / 7000)) + 18;

export const newSlot = (): Slot => ({
  input: new Uint8Array(new SharedArrayBuffer(memberSize)),
  output: new Uint8Array(new SharedArrayBuffer(outputSize)),
});

/** Compresses what lies in slots. */
export interface Packer {
  /** Made once and used again and again: buffers that are new for each member lie about until V8 collects them. */
  readonly slots: readonly Slot[];
  /** The member of the first `length` bytes of the slot's input: a view of its output. */
  pack(slot: Slot, length: number): Promise<Uint8Array>;
}
