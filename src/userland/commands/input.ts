import { SystemError } from "../kernel/errno.ts";
import type { OpenFile } from "../kernel/open-file.ts";
import type { Process } from "../kernel/process.ts";
import type { Stdio } from "./stdio.ts";

/** Bytes that are read at once where nothing asks for another size. */
export const chunkSize = 128 * 1024;

/** An operand of a filter, open: "-" is standard input. Whoever opens it closes it. */
export const openInput = (proc: Process, operand: string): Promise<OpenFile> =>
  operand === "-" ? retained(proc) : proc.files.open(operand, { read: true });

/** The same; where it cannot be had, the program ends with a word about it. */
export async function openOrDie(io: Stdio, operand: string): Promise<OpenFile> {
  try {
    return await openInput(io.proc, operand);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return io.die(`${io.quotef(operand)}: ${error.message}`);
  }
}

async function retained(proc: Process): Promise<OpenFile> {
  return proc.descriptor(0).retain();
}

/** What is left of a file, piece by piece. */
export async function* chunks(proc: Process, file: OpenFile, size = chunkSize): AsyncGenerator<Uint8Array> {
  for (;;) {
    const pause = proc.breathe();
    if (pause) await pause;
    const bytes = await file.read(size);
    if (bytes.length === 0) return;
    yield bytes;
  }
}

/**
 * Runs `work` over an operand's file, which is closed whatever happens. What the system says of
 * opening or reading it goes to `failed`; what is written must speak for itself, as `Stdio` does.
 */
export async function withInput<Result>(
  proc: Process,
  operand: string,
  work: (file: OpenFile) => Promise<Result>,
  failed: (error: SystemError) => Promise<Result>,
): Promise<Result> {
  let file: OpenFile | undefined;
  try {
    file = await openInput(proc, operand);
    return await work(file);
  } catch (error) {
    if (error instanceof SystemError && error.code !== "EPIPE") return failed(error);
    throw error;
  } finally {
    file?.close();
  }
}

/** Each operand's file in turn, standard input where there is none; one that fails is complained of by name, or as told. */
export async function eachInput(
  io: Stdio,
  operands: readonly string[],
  work: (file: OpenFile, name: string) => Promise<void>,
  complaint = (name: string, { message }: SystemError) => `${io.quotef(name)}: ${message}`,
): Promise<void> {
  for (const name of operands.length === 0 ? ["-"] : operands)
    await withInput(
      io.proc,
      name,
      (file) => work(file, name),
      (error) => io.complain(complaint(name, error)),
    );
}
