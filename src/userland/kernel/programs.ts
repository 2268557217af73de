import type { Files } from "./files.ts";
import type { Program } from "./program.ts";

/** Finds out what a file in an image stands for. */
export interface Programs {
  /**
   * `path` is absolute and free of symlinks, `head` the first bytes of the file, which is no script.
   * undefined for a file that the kernel would not take for a program (ENOEXEC). Rejects with a
   * `Refusal` for a program that is not one of ours, with what it is.
   */
  recognise(path: string, head: Uint8Array, files: Files): Promise<Program | undefined>;
}
