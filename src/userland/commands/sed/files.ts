import { SystemError } from "../../kernel/errno.ts";
import type { Process } from "../../kernel/process.ts";
import { RecordReader } from "../record-reader.ts";
import type { Action, Script } from "./command.ts";
import { Output, Sink } from "./output.ts";
import { ScriptError } from "./script-error.ts";

/** The files that a script names: those it writes are made before anything is read. */
export class ScriptFiles {
  private readonly proc: Process;
  private readonly written = new Map<string, Output>();
  private readonly read = new Map<string, RecordReader>();

  private constructor(proc: Process) {
    this.proc = proc;
  }

  static async of(proc: Process, { commands }: Script, standard: Sink, delimiter: string): Promise<ScriptFiles> {
    const files = new ScriptFiles(proc);
    for (const { action } of commands) {
      const name = writtenBy(action);
      if (name !== undefined) await files.openOutput(name, standard, delimiter);
      if (action.name === "R") await files.openInput(action.file);
    }
    return files;
  }

  output(name: string): Output {
    return this.written.get(name)!;
  }

  /** The next line for R, with its end; undefined where there is none. */
  async line(name: string, delimiter: string): Promise<string | undefined> {
    const reader = this.read.get(name);
    const line = await reader?.next(delimiter);
    return line === undefined || !reader!.terminated ? line : line + delimiter;
  }

  /** R begins anew with each file that is edited for itself. */
  rewind(): void {
    for (const reader of this.read.values()) reader.rewind();
  }

  /** All of a file for r; "" where it cannot be read. */
  async content(name: string): Promise<string> {
    try {
      const special = name === "/dev/stdin";
      const file = special ? this.proc.descriptor(0).retain() : await this.proc.files.open(name, { read: true });
      const reader = new RecordReader(this.proc, file);
      try {
        return await reader.all();
      } finally {
        reader.close();
      }
    } catch (error) {
      if (error instanceof SystemError) return "";
      throw error;
    }
  }

  /** What was written is there for who reads it. */
  async flush(): Promise<void> {
    for (const { sink } of this.written.values()) await sink.flush();
  }

  async close(): Promise<void> {
    await this.flush();
    for (const reader of this.read.values()) reader.close();
  }

  private async openOutput(name: string, standard: Sink, delimiter: string): Promise<void> {
    if (this.written.has(name)) return;
    if (name === "/dev/stdout") this.written.set(name, new Output(standard, delimiter));
    else if (name === "/dev/stderr") this.written.set(name, new Output(new Sink(this.proc.descriptor(2)), delimiter));
    else {
      try {
        const file = await this.proc.files.open(name, { write: true, create: true, truncate: true });
        this.written.set(name, new Output(new Sink(file), delimiter));
      } catch (error) {
        if (!(error instanceof SystemError)) throw error;
        throw new ScriptError(`couldn't open file ${name}: ${error.message}`, 4);
      }
    }
  }

  private async openInput(name: string): Promise<void> {
    if (this.read.has(name)) return;
    try {
      const special = name === "/dev/stdin";
      const file = special ? this.proc.descriptor(0).retain() : await this.proc.files.open(name, { read: true });
      this.read.set(name, new RecordReader(this.proc, file));
    } catch (error) {
      // A file that is not there is an empty one.
      if (!(error instanceof SystemError)) throw error;
    }
  }
}

function writtenBy(action: Action): string | undefined {
  if (action.name === "w" || action.name === "W") return action.file;
  return action.name === "s" ? action.substitution.file : undefined;
}
