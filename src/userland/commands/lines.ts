import { limits } from "../../limits.ts";
import type { OpenFile } from "../kernel/open-file.ts";
import type { Process } from "../kernel/process.ts";
import { Refusal } from "../kernel/refusal.ts";
import { chunkSize } from "./input.ts";

/** The lines of a file (latin1), without what ends them. */
export class Lines {
  readonly #proc: Process;
  readonly #file: OpenFile;
  readonly #delimiter: string;
  /** Whether the last line of the file, which was given, had no end. */
  unterminated = false;
  #rest = "";
  #batch: readonly string[] = [];
  #at = 0;

  constructor(proc: Process, file: OpenFile, delimiter = "\n") {
    this.#proc = proc;
    this.#file = file;
    this.#delimiter = delimiter;
  }

  /** As many lines as are at hand; undefined at the end. Not to be mixed with `next`. */
  async batch(): Promise<readonly string[] | undefined> {
    for (;;) {
      const pause = this.#proc.breathe();
      if (pause) await pause;
      const bytes = await this.#file.read(chunkSize);
      if (bytes.length === 0) return this.#end();
      const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1").split(this.#delimiter);
      const last = lines.pop()!;
      if (lines.length === 0) {
        this.#rest += last;
        if (this.#rest.length > limits.line)
          throw new Refusal(this.#proc.args[0] ?? "", "a line is too long to be held");
        continue;
      }
      lines[0] = this.#rest + lines[0]!;
      this.#rest = last;
      return lines;
    }
  }

  #end(): readonly string[] | undefined {
    if (this.#rest === "") return undefined;
    this.unterminated = true;
    const lines = [this.#rest];
    this.#rest = "";
    return lines;
  }

  /** The next line; undefined at the end. A promise only where something must be read. */
  next(): string | undefined | Promise<string | undefined> {
    if (this.#at < this.#batch.length) return this.#batch[this.#at++];
    return this.#refill();
  }

  async #refill(): Promise<string | undefined> {
    this.#batch = (await this.batch()) ?? [];
    this.#at = 1;
    return this.#batch[0];
  }
}
