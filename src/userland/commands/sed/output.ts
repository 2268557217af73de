import type { OpenFile } from "../../kernel/open-file.ts";

const full = 64 * 1024;

/** A file that is written to in large pieces. */
export class Sink {
  private readonly file: OpenFile;
  private text: string[] = [];
  private size = 0;

  constructor(file: OpenFile) {
    this.file = file;
  }

  put(text: string): void {
    this.text.push(text);
    this.size += text.length + 1;
  }

  /** To be awaited where there is one: enough was put. */
  get pressing(): Promise<void> | undefined {
    return this.size < full ? undefined : this.flush();
  }

  async flush(): Promise<void> {
    const text = this.text.join("");
    this.text = [];
    this.size = 0;
    if (text !== "") await this.file.write(Buffer.from(text, "latin1"));
  }

  async close(): Promise<void> {
    await this.flush();
    this.file.close();
  }
}

/** The lines that go to a file: one whose own end was missing gets it only if more follows. */
export class Output {
  readonly sink: Sink;
  private readonly delimiter: string;
  private missing = false;

  constructor(sink: Sink, delimiter: string) {
    this.sink = sink;
    this.delimiter = delimiter;
  }

  line(text: string, terminated = true): void {
    this.raw(text);
    if (terminated) this.sink.put(this.delimiter);
    else this.missing = true;
  }

  /** As it is. */
  raw(text: string): void {
    if (this.missing) this.sink.put(this.delimiter);
    this.missing = false;
    this.sink.put(text);
  }

  /** The last line stays without an end. */
  forgetMissing(): void {
    this.missing = false;
  }
}
