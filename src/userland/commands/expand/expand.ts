import { DjibError } from "../../../errors.ts";
import { isErrno, SystemError } from "../../kernel/errno.ts";
import type { OpenFile } from "../../kernel/open-file.ts";
import type { Process } from "../../kernel/process.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { Input } from "../../../oci/layer/unpack/input.ts";
import { chunks } from "../input.ts";
import { tried, triedLater } from "../tried.ts";

/** A program that unpacks one format: xz, bzip2, zstd. */
export interface Format {
  readonly name: string;
  readonly magic: readonly number[];
  readonly unpack: (content: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
  /** The name of what is unpacked; undefined where it cannot be told. */
  target(name: string): string | undefined;
  /** What the program says of a file, without its own name. */
  readonly says: {
    missing(name: string, why: string): string;
    noTarget(name: string): string;
    exists(target: string): string;
    unknown(name: string): string;
  };
  /** How standard input is called. */
  readonly input: string;
  /** Exit status of what is not in this format. */
  readonly unknownStatus: number;
}

export interface How {
  readonly stdout: boolean;
  readonly test: boolean;
  readonly keep: boolean;
  readonly force: boolean;
}

/** Unpacks operands one after another, standard input where there is none; the exit status. */
export async function expandAll(proc: Process, format: Format, how: How, operands: readonly string[]): Promise<number> {
  let status = 0;
  for (const operand of operands.length === 0 ? ["-"] : operands)
    status = Math.max(
      status,
      operand === "-"
        ? await toOutput(proc, format, how, proc.descriptor(0), format.input)
        : await named(proc, format, how, operand),
    );
  return status;
}

async function say(proc: Process, format: Format, text: string, status = 1): Promise<number> {
  await proc.err(`${format.name}: ${text}\n`);
  return status;
}

async function named(proc: Process, format: Format, how: How, name: string): Promise<number> {
  const file = await triedLater(() => proc.files.open(name, { read: true }));
  if (file instanceof SystemError) return say(proc, format, format.says.missing(name, file.message));
  try {
    if (how.stdout || how.test) return await toOutput(proc, format, how, file, name);
    return await inPlace(proc, format, how, file, name);
  } finally {
    file.close();
  }
}

async function toOutput(proc: Process, format: Format, how: How, file: OpenFile, name: string): Promise<number> {
  const write = (bytes: Uint8Array) => (how.test ? Promise.resolve() : proc.descriptor(1).write(bytes));
  return (await unpack(proc, format, file, write))
    ? 0
    : say(proc, format, format.says.unknown(name), format.unknownStatus);
}

/** false for another format. Throws `Refusal` for damage: what the real one says of it depends on where. */
async function unpack(
  proc: Process,
  { magic, unpack: content, name }: Format,
  file: OpenFile,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<boolean> {
  await using input = new Input(chunks(proc, file));
  const enough = await input.fill(magic.length);
  if (!enough || magic.some((byte, index) => input.bytes[input.at + index] !== byte)) return false;
  try {
    for await (const part of content(rest(input))) await write(part);
    return true;
  } catch (error) {
    if (error instanceof DjibError) throw new Refusal(name, error.message);
    throw error;
  }
}

async function* rest(input: Input): AsyncGenerator<Uint8Array> {
  while (await input.fill(1)) yield input.take(input.available).slice();
}

async function inPlace(proc: Process, format: Format, how: How, file: OpenFile, name: string): Promise<number> {
  const { files } = proc;
  const target = format.target(name);
  if (target === undefined) {
    const head = await file.read(format.magic.length);
    const known = format.magic.every((byte, index) => head[index] === byte);
    return say(proc, format, known ? format.says.noTarget(name) : format.says.unknown(name));
  }
  if (how.force) tried(() => files.unlink(target));
  const output = await triedLater(() => files.open(target, { write: true, create: true, exclusive: true }, 0o600));
  if (isErrno(output, "EEXIST")) return say(proc, format, format.says.exists(target));
  if (output instanceof SystemError) return say(proc, format, format.says.missing(target, output.message));
  const stat = file.stat();
  try {
    if (!(await unpack(proc, format, file, (bytes) => output.write(bytes)))) {
      files.unlink(target);
      return await say(proc, format, format.says.unknown(name), format.unknownStatus);
    }
  } finally {
    output.close();
  }
  const failed = tried(() => files.changeOwner(target, stat.uid, stat.gid));
  if (failed !== undefined && !isErrno(failed, "EPERM")) throw failed;
  files.changeMode(target, stat.mode & 0o777);
  files.setTimes(target, stat.atime, stat.mtime);
  if (!how.keep) files.unlink(name);
  return 0;
}
