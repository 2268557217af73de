import { limits } from "../../limits.ts";
import { isErrno } from "../kernel/errno.ts";
import type { Process } from "../kernel/process.ts";
import { Refusal } from "../kernel/refusal.ts";

/** All of a small file, latin1. Throws `SystemError`; what is too long for a file of settings is refused. */
export async function readText(proc: Process, path: string): Promise<string> {
  const file = await proc.files.open(path, { read: true });
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const chunk = await file.read(65_536);
      if (chunk.length === 0) return Buffer.concat(chunks).toString("latin1");
      chunks.push(chunk);
      size += chunk.length;
      if (size > limits.settingsFile) throw new Refusal(path, `has more than ${limits.settingsFile} bytes`);
    }
  } finally {
    file.close();
  }
}

/** As `readText`; undefined where the file cannot be opened. */
export async function readTextIfAny(proc: Process, path: string): Promise<string | undefined> {
  try {
    return await readText(proc, path);
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}

/** Makes a file anew, or empties the one that is there, and writes it. Throws `SystemError`. */
export async function writeText(proc: Process, path: string, text: string, mode: number): Promise<void> {
  const file = await proc.files.open(path, { write: true, create: true, truncate: true }, mode);
  try {
    await file.write(Buffer.from(text, "latin1"));
  } finally {
    file.close();
  }
}

/** Lines without their newlines; what follows the last newline is one too, unless it is empty. */
export function linesOf(text: string): readonly string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** access(2) with F_OK. */
export function exists(proc: Process, path: string): boolean {
  try {
    proc.files.stat(path);
    return true;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}
