import type { SystemError } from "../../kernel/errno.ts";
import type { Process } from "../../kernel/process.ts";
import { Exit } from "../../kernel/program.ts";
import { isUtf8 } from "../locale.ts";
import { quoteIn } from "../quote.ts";

/** What GNU tar says, and its exit status: 1 where something differed, 2 for an error. */
export class Report {
  readonly proc: Process;
  readonly utf8: boolean;
  readonly #name: string;
  /** Keywords of warnings that are not given; "all". */
  readonly silenced = new Set<string>(["existing-file"]);
  status = 0;

  private constructor(proc: Process, utf8: boolean) {
    this.proc = proc;
    this.utf8 = utf8;
    this.#name = proc.args[0] ?? "tar";
  }

  static async of(proc: Process): Promise<Report> {
    return new Report(proc, await isUtf8(proc));
  }

  /** quotearg(): as names stand in a list. */
  name(text: string): string {
    return quoteIn("escape", text, { utf8: this.utf8 });
  }

  /** quotearg_colon(): as names begin a message. */
  place(text: string): string {
    return quoteIn("escape", text, { utf8: this.utf8, also: ":" });
  }

  /** quote(). */
  quote(text: string): string {
    return quoteIn("locale", text, { utf8: this.utf8 });
  }

  async warn(text: string, keyword = ""): Promise<void> {
    if (this.silenced.has(keyword) || this.silenced.has("all")) return;
    await this.proc.err(`${this.#name}: ${text}\n`);
  }

  async error(text: string): Promise<void> {
    await this.proc.err(`${this.#name}: ${text}\n`);
    this.status = 2;
  }

  differs(): void {
    this.status = Math.max(this.status, 1);
  }

  /** "x: Cannot open: Permission denied". */
  failed(path: string, what: string, { message }: SystemError): Promise<void> {
    return this.error(`${this.place(path)}: ${what}: ${message}`);
  }

  async fatal(text: string): Promise<never> {
    await this.proc.err(`${this.#name}: ${text}\n${this.#name}: Error is not recoverable: exiting now\n`);
    throw new Exit(2);
  }

  async usage(text: string): Promise<never> {
    const help = `Try '${this.#name} --help' or '${this.#name} --usage' for more information.`;
    await this.proc.err(`${this.#name}: ${text}\n${help}\n`);
    throw new Exit(2);
  }

  /** The status, after what tar says of it. */
  async end(): Promise<number> {
    if (this.status === 2) await this.proc.err(`${this.#name}: Exiting with failure status due to previous errors\n`);
    return this.status;
  }
}
