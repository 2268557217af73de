import { limits } from "../../../limits.ts";
import { isErrno, SystemError } from "../../kernel/errno.ts";
import type { OpenFile } from "../../kernel/open-file.ts";
import type { Process } from "../../kernel/process.ts";
import { Refusal } from "../../kernel/refusal.ts";
import type { Diagnostics } from "./diagnostics.ts";

export interface Source {
  /** As messages name it. */
  readonly name: string;
  /** latin1 form. */
  readonly text: string;
}

/**
 * Reads a .po file by the name of a command line: as it is, with .po, with .pot, in each directory
 * (gettext 0.21 open-catalog.c). Throws `Fatal` where there is none.
 */
export async function readSource(
  proc: Process,
  operand: string,
  directories: readonly string[],
  diagnostics: Diagnostics,
): Promise<Source> {
  if (operand === "-" || operand === "/dev/stdin")
    return { name: "<stdin>", text: await contentOf(proc.descriptor(0), "<stdin>", diagnostics) };
  const places = operand.startsWith("/") || directories.length === 0 ? [""] : directories.map((one) => `${one}/`);
  for (const place of places)
    for (const extension of ["", ".po", ".pot"]) {
      const name = (place === "./" ? "" : place) + operand + extension;
      const file = await opened(proc, name, diagnostics);
      if (file === undefined) continue;
      try {
        return { name, text: await contentOf(file, name, diagnostics) };
      } finally {
        file.close();
      }
    }
  return cannotOpen(operand, new SystemError("ENOENT"), diagnostics);
}

const cannotOpen = (name: string, error: SystemError, diagnostics: Diagnostics): never =>
  diagnostics.fatal(`error while opening "${name}" for reading: ${error.message}`);

async function opened(proc: Process, name: string, diagnostics: Diagnostics): Promise<OpenFile | undefined> {
  try {
    return await proc.files.open(name, { read: true });
  } catch (error) {
    if (isErrno(error, "ENOENT")) return undefined;
    if (error instanceof SystemError) return cannotOpen(name, error, diagnostics);
    throw error;
  }
}

async function contentOf(file: OpenFile, name: string, diagnostics: Diagnostics): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for (;;) {
      const part = await file.read(64 * 1024);
      if (part.length === 0) return Buffer.concat(parts).toString("latin1");
      size += part.length;
      if (size > limits.messageCatalog) throw new Refusal(name, `has more than ${limits.messageCatalog} bytes`);
      parts.push(Buffer.from(part));
    }
  } catch (error) {
    if (error instanceof SystemError) return diagnostics.fatal(`error while reading "${name}": ${error.message}`);
    throw error;
  }
}
