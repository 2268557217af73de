import { SystemError } from "../../kernel/errno.ts";
import type { OpenFile } from "../../kernel/open-file.ts";
import type { Process } from "../../kernel/process.ts";
import { RecordReader } from "../record-reader.ts";
import { InPlace } from "./in-place.ts";
import { type Output } from "./output.ts";
import { ScriptError } from "./script-error.ts";
import type { Settings } from "./settings.ts";

/** The lines of all operands: read_pattern_space of sed/execute.c and what it stands on. */
export class Input {
  /** Of the line read last, counted over all files, or in each with -s and -i. */
  line = 0;
  /** As F says it. */
  name = "-";
  /** Whether the line read last was ended. */
  terminated = true;
  /** A file could not be read. */
  failed = false;
  /** Where lines go: standard output, or the file that is edited. */
  output: Output;
  private readonly proc: Process;
  private readonly settings: Settings;
  private readonly standard: Output;
  private readonly onNewFile: () => void;
  private readonly rest: string[];
  private reader: RecordReader | undefined;
  private edited: InPlace | undefined;
  private fresh = true;

  /** `onNewFile`: ranges and the like begin anew, at the first file and at each with -s and -i. */
  constructor(proc: Process, files: readonly string[], settings: Settings, output: Output, onNewFile: () => void) {
    this.proc = proc;
    this.settings = settings;
    this.rest = [...files];
    this.output = this.standard = output;
    this.onNewFile = onNewFile;
  }

  /** The next line; undefined after the last. */
  async next(): Promise<string | undefined> {
    const { delimiter } = this.settings;
    const now = this.reader?.nextNow(delimiter);
    if (now !== undefined) {
      this.terminated = true;
      this.line += 1;
      return now;
    }
    for (;;) {
      const line = this.reader && (await this.reading(this.reader.next(delimiter)));
      if (line !== undefined) {
        this.terminated = this.reader!.terminated;
        this.line += 1;
        return line;
      }
      await this.close();
      if (this.rest.length === 0) return undefined;
      if (this.fresh) {
        this.line = 0;
        this.onNewFile();
        if (this.settings.inPlace !== undefined) this.output.forgetMissing();
        this.fresh = this.settings.separate;
      }
      await this.open(this.rest.shift()!);
    }
  }

  /** Whether the line read last is the last one, of its file or of all. */
  async atEnd(): Promise<boolean> {
    if (this.reader !== undefined && !(await this.reading(this.reader.atEnd()))) return false;
    if (this.settings.separate) return true;
    for (;;) {
      await this.close();
      if (this.rest.length === 0) return true;
      await this.open(this.rest.shift()!);
      if (this.reader !== undefined && !(await this.reading(this.reader.atEnd()))) return false;
    }
  }

  /** Ends the file at hand; what was written in its place takes its name. */
  async close(): Promise<void> {
    if (this.reader === undefined) return;
    this.giveBack();
    this.reader.close();
    this.reader = undefined;
    const { edited } = this;
    this.edited = undefined;
    if (edited === undefined) return;
    try {
      await edited.finish(this.settings.inPlace!);
    } catch (error) {
      await edited.discard();
      throw error;
    }
  }

  /** When sed fails: a file that is edited stays as it was. */
  async abandon(): Promise<void> {
    this.reader?.close();
    this.reader = undefined;
    await this.edited?.discard();
    this.edited = undefined;
  }

  /** What of standard input was not used is left to the next program, where that can be. */
  private giveBack(): void {
    if (this.name !== "-" || this.settings.inPlace !== undefined || this.reader!.left === 0) return;
    try {
      this.proc.descriptor(0).seek(-this.reader!.left, "current");
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
    }
  }

  private async open(name: string): Promise<void> {
    const { inPlace, followSymlinks, delimiter } = this.settings;
    this.name = name;
    const standard = name === "-" && inPlace === undefined;
    try {
      if (!standard && followSymlinks) this.name = this.proc.files.realPath(name);
      const file = standard ? this.proc.descriptor(0).retain() : await this.proc.files.open(this.name, { read: true });
      this.reader = new RecordReader(this.proc, file);
      if (inPlace !== undefined) await this.edit(file, delimiter);
      else this.output = this.standard;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      this.failed = true;
      await this.proc.err(`${this.proc.args[0]}: can't read ${name}: ${error.message}\n`);
    }
  }

  private async edit(file: OpenFile, delimiter: string): Promise<void> {
    this.edited = await InPlace.of(this.proc, this.name, file, delimiter);
    this.output = this.edited.output;
  }

  private async reading<T>(result: Promise<T>): Promise<T> {
    try {
      return await result;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      throw new ScriptError(`read error on ${this.name === "-" ? "stdin" : this.name}: ${error.message}`, 4);
    }
  }
}
