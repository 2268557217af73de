import { limits } from "../../limits.ts";
import { SystemError } from "../kernel/errno.ts";
import type { OpenFile } from "../kernel/open-file.ts";
import type { Process } from "../kernel/process.ts";
import { Refusal } from "../kernel/refusal.ts";
import { tried } from "./tried.ts";

const chunkSize = 64 * 1024;

/** The records of a file (latin1), one by one, looking no further than is asked for but for its buffer: getdelim(3). */
export class RecordReader {
  /** Whether the last record was ended by its delimiter. */
  terminated = true;
  private readonly proc: Process;
  private readonly file: OpenFile;
  private buffer = "";
  private at = 0;
  private ended = false;

  constructor(proc: Process, file: OpenFile) {
    this.proc = proc;
    this.file = file;
  }

  /** Up to the next delimiter, which is left out; undefined at the end. */
  async next(delimiter: string): Promise<string | undefined> {
    return this.nextNow(delimiter) ?? this.nextLater(delimiter);
  }

  /** The same where a whole record is at hand. */
  nextNow(delimiter: string): string | undefined {
    const end = this.buffer.indexOf(delimiter, this.at);
    if (end < 0) return undefined;
    const record = this.buffer.slice(this.at, end);
    this.at = end + 1;
    this.terminated = true;
    return record;
  }

  /** All that is left. */
  async all(): Promise<string> {
    const parts: string[] = [];
    for (let size = 0; !(await this.atEnd());) {
      parts.push(this.buffer.slice(this.at));
      this.at = this.buffer.length;
      size += parts.at(-1)!.length;
      if (size > limits.line) throw new Refusal(this.proc.args[0] ?? "", "a file is too long to be held");
    }
    return parts.join("");
  }

  /** Whether nothing is left. */
  async atEnd(): Promise<boolean> {
    while (this.at === this.buffer.length && !this.ended) await this.fill();
    return this.at === this.buffer.length;
  }

  /** Bytes that were read but not given: what a program leaves to the next one that has the file. */
  get left(): number {
    return this.buffer.length - this.at;
  }

  /** rewind(3); what cannot be sought goes on. */
  rewind(): void {
    const seek = tried(() => this.file.seek(0, "set"));
    if (seek instanceof SystemError) return;
    this.ended = false;
    this.buffer = "";
    this.at = 0;
  }

  close(): void {
    this.ended = true;
    this.buffer = "";
    this.at = 0;
    this.file.close();
  }

  private async nextLater(delimiter: string): Promise<string | undefined> {
    // Beyond what is known to hold none.
    let parts = this.buffer.slice(this.at);
    this.buffer = "";
    this.at = 0;
    for (;;) {
      await this.fill();
      const end = this.buffer.indexOf(delimiter);
      if (end >= 0) {
        this.terminated = true;
        const record = parts + this.buffer.slice(0, end);
        this.at = end + 1;
        return record;
      }
      parts += this.buffer;
      this.buffer = "";
      if (parts.length > limits.line) throw new Refusal(this.proc.args[0] ?? "", "a line is too long to be held");
      if (!this.ended) continue;
      this.terminated = false;
      return parts === "" ? undefined : parts;
    }
  }

  /** To be called when all that was read is used up. */
  private async fill(): Promise<void> {
    const pause = this.proc.breathe();
    if (pause) await pause;
    this.buffer = "";
    this.at = 0;
    if (this.ended) return;
    const bytes = await this.file.read(chunkSize);
    if (bytes.length === 0) this.ended = true;
    else this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  }
}
