import { SystemError } from "./errno.ts";
import type { Description } from "./description.ts";
import type { FileStat } from "./files.ts";
import type { OpenFile } from "./open-file.ts";

/** Whoever holds open files, as far as waiting concerns: a process. */
export interface Holder {
  readonly signal: AbortSignal;
  breathe(): Promise<void> | undefined;
}

interface Counted {
  readonly description: Description;
  references: number;
}

/** A descriptor of one process that leads to a description which others may share. */
export class Handle implements OpenFile {
  readonly #counted: Counted;
  readonly #holder: Holder;
  #references = 1;

  private constructor(counted: Counted, holder: Holder) {
    this.#counted = counted;
    this.#holder = holder;
  }

  static open(description: Description, holder: Holder): Handle {
    return new Handle({ description, references: 1 }, holder);
  }

  /** One more way to the same description, for another process. */
  for(holder: Holder): Handle {
    this.#counted.references += 1;
    return new Handle(this.#counted, holder);
  }

  async read(max: number): Promise<Uint8Array> {
    await this.#ready();
    return this.#counted.description.read(max, this.#holder.signal);
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#ready();
    return this.#counted.description.write(bytes, this.#holder.signal);
  }

  stat(): FileStat {
    return this.#counted.description.stat();
  }

  seek(offset: number, whence: "set" | "current" | "end"): number {
    return this.#counted.description.seek(offset, whence);
  }

  truncate(size: number): Promise<void> {
    return this.#counted.description.truncate(size);
  }

  retain(): OpenFile {
    this.#references += 1;
    return this;
  }

  close(): void {
    if (this.#references === 0 || --this.#references > 0) return;
    if (--this.#counted.references === 0) this.#counted.description.release();
  }

  #ready(): Promise<void> | undefined {
    if (this.#references === 0) throw new SystemError("EBADF");
    return this.#holder.breathe();
  }
}
