import type { Files } from "../../kernel/files.ts";

/** Gives a file the time that the server says it has. */
export function keepTime(files: Files, path: string, modified = ""): void {
  const time = Date.parse(modified);
  if (Number.isNaN(time)) return;
  const nanoseconds = BigInt(time) * 1_000_000n;
  files.setTimes(path, nanoseconds, nanoseconds);
}
