import { SystemError } from "../kernel/errno.ts";
import type { Process } from "../kernel/process.ts";
import { Exit } from "../kernel/program.ts";
import { isUtf8 } from "./locale.ts";
import { complain, type Quotes, quotesOf } from "./messages.ts";
import type { Arguments } from "./options.ts";

const full = 64 * 1024;

/** How a program says that its output cannot be written, and with which status it ends then. */
export interface WriteFailure {
  readonly status?: number;
  readonly message?: string;
}

/**
 * Standard output as a C library buffers it, and standard error as error(3) writes it: what was
 * put is written before a message is, and when the program ends (gnulib's close_stdout).
 */
export class Stdio implements Quotes {
  readonly proc: Process;
  /** Whether LC_CTYPE is a UTF-8 locale. */
  readonly utf8: boolean;
  readonly quote: Quotes["quote"];
  readonly quoteaf: Quotes["quoteaf"];
  readonly quotef: Quotes["quotef"];
  /** Whether something was complained of: the usual reason for a status other than 0. */
  failed = false;
  readonly #failure: WriteFailure;
  #text: string[] = [];
  #size = 0;

  private constructor(proc: Process, utf8: boolean, quotes: Quotes, failure: WriteFailure) {
    this.proc = proc;
    this.utf8 = utf8;
    this.#failure = failure;
    ({ quote: this.quote, quoteaf: this.quoteaf, quotef: this.quotef } = quotes);
  }

  static async of(proc: Process, failure: WriteFailure = {}): Promise<Stdio> {
    return new Stdio(proc, await isUtf8(proc), await quotesOf(proc), failure);
  }

  /** What the program calls itself: argv[0], as it is. */
  get name(): string {
    return this.proc.args[0] ?? "";
  }

  /** Puts text (latin1). To be awaited where it gives a promise: the buffer is full. */
  put(text: string): Promise<void> | undefined {
    this.#text.push(text);
    this.#size += text.length;
    return this.#size < full ? undefined : this.flush();
  }

  /** Writes bytes after all that was put. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#size > 0) await this.flush();
    if (bytes.length > 0) await this.#write(bytes);
  }

  async flush(): Promise<void> {
    const text = this.#text.length === 1 ? this.#text[0]! : this.#text.join("");
    this.#text = [];
    this.#size = 0;
    if (text !== "") await this.#write(Buffer.from(text, "latin1"));
  }

  /** "name: message", as error(3) with status 0. */
  async complain(message: string): Promise<void> {
    this.failed = true;
    await this.flush();
    await complain(this.proc, message);
  }

  /** "name: message", and the end of the program. */
  async die(message: string, status = 1): Promise<never> {
    await this.complain(message);
    throw new Exit(status);
  }

  /** The end of the program without a word. */
  async exit(status: number): Promise<never> {
    await this.flush();
    throw new Exit(status);
  }

  async #write(bytes: Uint8Array): Promise<void> {
    try {
      await this.proc.descriptor(1).write(bytes);
    } catch (error) {
      if (!(error instanceof SystemError) || error.code === "EPIPE") throw error;
      const { message = "write error", status = 1 } = this.#failure;
      await this.proc.err(`${this.name}: ${message}: ${error.message}\n`);
      throw new Exit(status);
    }
  }
}

/** The `run` of a tool that writes through `Stdio`: flushed when it ends. */
export const buffered =
  <Name extends string>(run: (io: Stdio, args: Arguments<Name>) => Promise<number>, failure?: WriteFailure) =>
  async (proc: Process, args: Arguments<Name>): Promise<number> => {
    const io = await Stdio.of(proc, failure);
    const status = await run(io, args);
    await io.flush();
    return status;
  };
