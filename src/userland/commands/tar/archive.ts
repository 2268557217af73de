import { DjibError } from "../../../errors.ts";
import { blockSize, isZero } from "../../../oci/layer/tar/block.ts";
import { parseHeader } from "../../../oci/layer/tar/header.ts";
import { TarReader } from "../../../oci/layer/tar/reader.ts";
import { compressionOf, magicBytes } from "../../../oci/layer/decompress.ts";
import { Input } from "../../../oci/layer/unpack/input.ts";
import type { OpenFile } from "../../kernel/open-file.ts";
import { SystemError } from "../../kernel/errno.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { chunks } from "../input.ts";
import { triedLater } from "../tried.ts";
import { expandedBy } from "./compressor.ts";
import { type Member, memberOf } from "./member.ts";
import type { Report } from "./report.ts";
import { compressorOfName, type Settings } from "./settings.ts";

/** Told of what an archive holds, in order; content as it is stored. */
export interface Receiver {
  begin(member: Member): Promise<void>;
  data(bytes: Uint8Array): Promise<void>;
  end(): Promise<void>;
}

/** Reads the archive of the command line, plain or compressed, to its end. */
export async function readArchive(settings: Settings, report: Report, receiver: Receiver): Promise<void> {
  const { archive, compressor } = settings;
  const file = await open(archive, compressor !== undefined, report);
  try {
    if (compressor !== undefined) return await readCompressed(file, compressor, report, receiver);
    await using input = new Input(chunks(report.proc, file, 10_240));
    await input.fill(blockSize);
    const head = Buffer.from(input.bytes.subarray(input.at, input.end));
    const found = compressionOf(head.subarray(0, magicBytes));
    if (isArchive(head)) return await readPlain(rest(input), report, receiver);
    const program = found ?? compressorOfName(archive);
    if (program === undefined) return await notAnArchive(input, report);
    if (archive === "-")
      return found === undefined
        ? await notAnArchive(input, report)
        : await report.fatal(
            `Archive is compressed. Use ${{ gzip: "-z", bzip2: "-j", xz: "-J", zstd: "--zstd" }[found]} option`,
          );
    if (found === undefined) await report.error("This does not look like a tar archive");
    file.seek(0, "set");
    await readCompressed(file, program, report, receiver);
  } finally {
    file.close();
  }
}

/** A child of tar opens what a program expands. */
async function open(archive: string, child: boolean, report: Report): Promise<OpenFile> {
  if (archive === "-") return report.proc.descriptor(0).retain();
  const file = await triedLater(() => report.proc.files.open(archive, { read: true }));
  if (file instanceof SystemError) {
    const failure = `${report.place(archive)}: Cannot open: ${file.message}`;
    if (!child) return report.fatal(failure);
    await report.proc.err(`tar (child): ${failure}\ntar (child): Error is not recoverable: exiting now\n`);
    return report.fatal("Child returned status 2");
  }
  if (file.stat().type === "directory") {
    file.close();
    await report.warn(`${report.place(archive)}: Cannot read: Is a directory`);
    await report.warn("At beginning of tape, quitting now");
    return report.fatal("Error is not recoverable: exiting now");
  }
  return file;
}

async function readCompressed(file: OpenFile, program: string, report: Report, receiver: Receiver): Promise<void> {
  const { content, ended } = await expandedBy(program, file, report);
  await using input = new Input(chunks(report.proc, content, 10_240));
  try {
    if (await input.fill(1)) {
      await input.fill(blockSize);
      if (isArchive(Buffer.from(input.bytes.subarray(input.at, input.end))))
        await readPlain(rest(input), report, receiver);
      else await notAnArchive(input, report);
    }
  } finally {
    content.close();
  }
  await ended();
}

function isArchive(head: Buffer): boolean {
  if (head.length < blockSize) return false;
  const block = head.subarray(0, blockSize);
  if (isZero(block)) return true;
  try {
    parseHeader(block);
    return true;
  } catch {
    return false;
  }
}

async function* rest(input: Input): AsyncGenerator<Uint8Array> {
  while (await input.fill(1)) yield input.take(input.available);
}

/** tar goes on looking for a header, block after block. */
async function notAnArchive(input: Input, report: Report): Promise<void> {
  await report.error("This does not look like a tar archive");
  if (!(await input.fill(blockSize))) return;
  await report.error("Skipping to next header");
  while (await input.fill(blockSize))
    if (isArchive(Buffer.from(input.take(blockSize))))
      throw new Refusal("tar", "would look for a header within what is no archive");
}

async function readPlain(content: AsyncIterable<Uint8Array>, report: Report, receiver: Receiver): Promise<void> {
  let todo: (() => Promise<void>)[] = [];
  const reader = new TarReader(
    {
      begin: (entry, _, source) => {
        const member = memberOf(entry, source);
        todo.push(() => receiver.begin(member));
      },
      data: (bytes) => void todo.push(() => receiver.data(bytes)),
      end: () => void todo.push(() => receiver.end()),
    },
    "ignored",
  );
  const work = async () => {
    const tasks = todo;
    todo = [];
    for (const task of tasks) await task();
  };
  for await (const part of content) {
    const damage = strictly(() => reader.push(part));
    await work();
    if (damage !== undefined)
      throw new Refusal("tar", damage.message, "what readers understand differently is not read");
  }
  const cut = strictly(() => reader.end());
  await work();
  if (cut !== undefined) await report.fatal("Unexpected EOF in archive");
  if (reader.zeros === 1) await report.warn(`A lone zero block at ${reader.blocks}`, "alone-zero-block");
}

function strictly(work: () => void): DjibError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof DjibError) return error;
    throw error;
  }
}
