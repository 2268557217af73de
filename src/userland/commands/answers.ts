import type { Process } from "../kernel/process.ts";

/** Standard input as yesno() of gnulib reads it: a line for each question; y or Y first means yes. */
export class Answers {
  readonly #proc: Process;
  #rest = "";
  #ended = false;

  constructor(proc: Process) {
    this.#proc = proc;
  }

  /** Asks on standard error. No more lines mean no. */
  async yes(question: string): Promise<boolean> {
    await this.#proc.err(question);
    return /^[yY]/.test(await this.#line());
  }

  async #line(): Promise<string> {
    while (!this.#ended && !this.#rest.includes("\n")) {
      const bytes = await this.#proc.descriptor(0).read(4096);
      this.#ended = bytes.length === 0;
      this.#rest += Buffer.from(bytes).toString("latin1");
    }
    const end = this.#rest.indexOf("\n");
    const line = end < 0 ? this.#rest : this.#rest.slice(0, end);
    this.#rest = end < 0 ? "" : this.#rest.slice(end + 1);
    return line;
  }
}
