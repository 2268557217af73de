import { isErrno, SystemError } from "../../kernel/errno.ts";
import type { OpenFile } from "../../kernel/open-file.ts";
import type { Process } from "../../kernel/process.ts";
import { tried, triedLater } from "../tried.ts";
import type { Config } from "./config.ts";
import { Failure } from "./failure.ts";

/** Where a transfer's content goes: standard output, or a file that is made when the first byte comes. */
export class Output {
  readonly #proc: Process;
  readonly #config: Config;
  /** undefined for standard output. */
  path: string | undefined;
  #file: OpenFile | undefined;

  constructor(proc: Process, config: Config, path: string | undefined) {
    this.#proc = proc;
    this.#config = config;
    this.path = path;
  }

  async write(bytes: Uint8Array): Promise<void> {
    const failed = await triedLater(async () => (await this.#opened()).write(bytes));
    if (failed instanceof SystemError) {
      if (this.path === undefined && isErrno(failed, "EPIPE")) throw failed;
      throw new Failure(23, "Failure writing output to destination");
    }
  }

  /** The file is there even where nothing came. */
  async make(): Promise<void> {
    if (this.path !== undefined) await this.#opened();
  }

  /** Begins anew, for another try. */
  async rewind(): Promise<void> {
    if (this.path === undefined || this.#file === undefined) return;
    await this.#file.truncate(0);
    this.#file.seek(0, "set");
  }

  close(): void {
    if (this.path !== undefined) this.#file?.close();
    this.#file = undefined;
  }

  async #opened(): Promise<OpenFile> {
    if (this.#file !== undefined) return this.#file;
    const { path } = this;
    if (path === undefined) return (this.#file = this.#proc.descriptor(1));
    if (this.#config.has("create-dirs")) this.#makeParents(path);
    const file = await triedLater(() => this.#proc.files.open(path, { write: true, create: true, truncate: true }));
    if (!(file instanceof SystemError)) return (this.#file = file);
    if (!this.#config.has("silent"))
      await this.#proc.err(`Warning: Failed to open the file ${path}: ${file.message}\n`);
    throw new Failure(23, "Failure writing output to destination");
  }

  #makeParents(path: string): void {
    for (let slash = path.indexOf("/", 1); slash > 0; slash = path.indexOf("/", slash + 1)) {
      const failed = tried(() => this.#proc.files.makeDirectory(path.slice(0, slash), 0o750));
      if (failed !== undefined && !isErrno(failed, "EEXIST")) return;
    }
  }
}
