import type { FileStat } from "./files.ts";

/** What several open files may share: the file as it was opened, with its offset. */
export interface Description {
  /** Rejects with the signal's reason where it is aborted while nothing comes. */
  read(max: number, signal: AbortSignal): Promise<Uint8Array>;
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  stat(): FileStat;
  seek(offset: number, whence: "set" | "current" | "end"): number;
  truncate(size: number): Promise<void>;
  /** The last descriptor that led here is closed. */
  release(): void;
}
