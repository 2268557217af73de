import type { FileStat } from "./files.ts";

/**
 * An open file description (open(2)): descriptors of several processes may share one, and with it
 * its offset. Reading and writing wait where a pipe is empty or full.
 */
export interface OpenFile {
  /** At most `max` bytes, at least one; empty at the end of the file. */
  read(max: number): Promise<Uint8Array>;
  /** All of it. Rejects with EPIPE where nobody reads any more: the process ends by SIGPIPE unless it handles that. */
  write(bytes: Uint8Array): Promise<void>;
  stat(): FileStat;
  /** The new offset. Throws ESPIPE for a pipe. */
  seek(offset: number, whence: "set" | "current" | "end"): number;
  truncate(size: number): Promise<void>;
  /** One more descriptor leads here; each of them is closed once. */
  retain(): OpenFile;
  close(): void;
}
