import { SystemError } from "../../kernel/errno.ts";
import type { OpenFile } from "../../kernel/open-file.ts";
import type { Process } from "../../kernel/process.ts";
import { RecordReader } from "../record-reader.ts";
import { Sink } from "../sed/output.ts";

interface Writer {
  readonly name: string;
  readonly sink: Sink;
  /** Of a command that reads what is written. */
  readonly ended: Promise<number> | undefined;
  /** Closed with the stream; descriptors that the process was given stay open. */
  readonly owned: boolean;
}

interface Reader {
  readonly reader: RecordReader;
  readonly ended: Promise<number> | undefined;
}

/** The files and commands that a program reads and writes, by name: mawk's files.c. */
export class Streams {
  readonly standard: Sink;
  private readonly proc: Process;
  /** The one used last comes first: in this order they are closed at the end. */
  private writers: Writer[];
  private readonly readers = new Map<string, Reader>();

  constructor(proc: Process) {
    this.proc = proc;
    this.standard = new Sink(proc.descriptor(1));
    this.writers = [{ name: "/dev/stdout", sink: this.standard, ended: undefined, owned: false }];
  }

  /** Where print writes to. Rejects as open(2) fails. */
  async writer(name: string, how: ">" | ">>" | "|"): Promise<Sink> {
    const wanted = name === "-" && how !== "|" ? "/dev/stdout" : name;
    const known = this.writers.find((writer) => writer.name === wanted);
    if (known !== undefined) {
      this.writers = [known, ...this.writers.filter((writer) => writer !== known)];
      return known.sink;
    }
    const made = how === "|" ? await this.command(wanted) : await this.file(wanted, how === ">>");
    this.writers.unshift(made);
    return made.sink;
  }

  /** undefined where it cannot be opened. */
  async reader(name: string, command: boolean): Promise<RecordReader | undefined> {
    const known = this.readers.get(name);
    if (known !== undefined) return known.reader;
    try {
      const [file, ended] = command ? await this.output(name) : [await this.open(name), undefined];
      const reader = new RecordReader(this.proc, file);
      this.readers.set(name, { reader, ended });
      return reader;
    } catch (error) {
      if (error instanceof SystemError) return undefined;
      throw error;
    }
  }

  /** close(): the status of a command; -1 where nothing of this name is open. */
  async close(name: string): Promise<number> {
    const writer = this.writers.find((each) => each.name === name);
    if (writer !== undefined) {
      this.writers = this.writers.filter((each) => each !== writer);
      return this.end(writer);
    }
    const reader = this.readers.get(name);
    if (reader === undefined) return -1;
    this.readers.delete(name);
    reader.reader.close();
    return (await reader.ended) ?? 0;
  }

  async flush(): Promise<void> {
    for (const { sink } of this.writers) await sink.flush();
  }

  /** When the program ends: what was written is written, and commands are waited for. */
  async closeAll(): Promise<void> {
    for (const writer of this.writers) await this.end(writer);
    for (const { reader } of this.readers.values()) reader.close();
  }

  /** system(): output that waits goes first. */
  async system(command: string): Promise<number> {
    await this.flush();
    return this.shell(command, new Map());
  }

  private async end({ sink, ended, owned }: Writer): Promise<number> {
    if (owned) await sink.close();
    else await sink.flush();
    return (await ended) ?? 0;
  }

  private async open(name: string): Promise<OpenFile> {
    if (name === "-" || name === "/dev/stdin") return this.proc.descriptor(0).retain();
    return this.proc.files.open(name, { read: true });
  }

  private async file(name: string, append: boolean): Promise<Writer> {
    if (name === "/dev/stderr")
      return { name, sink: new Sink(this.proc.descriptor(2)), ended: undefined, owned: false };
    const flags = append ? { append: true } : { truncate: true };
    const file = await this.proc.files.open(name, { write: true, create: true, ...flags });
    return { name, sink: new Sink(file), ended: undefined, owned: true };
  }

  private async command(name: string): Promise<Writer> {
    await this.flush();
    const { read, write } = this.proc.pipe();
    const ended = this.shell(name, new Map([[0, read]])).finally(() => read.close());
    return { name, sink: new Sink(write), ended, owned: true };
  }

  private async output(command: string): Promise<readonly [OpenFile, Promise<number>]> {
    await this.flush();
    const { read, write } = this.proc.pipe();
    return [read, this.shell(command, new Map([[1, write]]), () => write.close())];
  }

  private async shell(command: string, changed: ReadonlyMap<number, OpenFile>, after = () => {}): Promise<number> {
    const descriptors = new Map([...this.proc.descriptors, ...changed]);
    const run = this.proc.exec("/bin/sh", { args: ["sh", "-c", command], descriptors });
    return run.finally(after);
  }
}
