import { execFileSync } from "node:child_process";

export type Program = "bzip2" | "xz" | "zstd";

/** What the real program makes of these bytes. */
export const pack = (program: Program, bytes: Buffer, options: readonly string[] = []): Buffer =>
  execFileSync(program, ["-c", "-q", ...options], { input: bytes, maxBuffer: 64 * 1024 ** 2 });

export async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
