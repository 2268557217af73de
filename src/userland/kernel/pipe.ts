import { SystemError } from "./errno.ts";
import type { Description } from "./description.ts";
import type { FileStat } from "./files.ts";

const capacity = 64 * 1024;

/** pipe(7): bytes wait until they are read; who writes waits while 64 KiB do. */
export class Pipe {
  readonly #stat: FileStat;
  readonly #waiting = new Set<() => void>();
  #parts: Uint8Array[] = [];
  #held = 0;
  #readers = 0;
  #writers = 0;

  constructor(stat: FileStat) {
    this.#stat = stat;
  }

  /** Resolves once somebody has the other end open: a FIFO. */
  async opened(end: "read" | "write", signal: AbortSignal): Promise<void> {
    while ((end === "read" ? this.#writers : this.#readers) === 0) await this.#change(signal);
  }

  readEnd(): Description {
    this.#readers += 1;
    this.#wake();
    return {
      ...this.#common(),
      read: (max, signal) => this.#read(max, signal),
      write: () => Promise.reject(new SystemError("EBADF")),
      release: () => {
        this.#readers -= 1;
        this.#wake();
      },
    };
  }

  writeEnd(): Description {
    this.#writers += 1;
    this.#wake();
    return {
      ...this.#common(),
      read: () => Promise.reject(new SystemError("EBADF")),
      write: (bytes, signal) => this.#write(bytes, signal),
      release: () => {
        this.#writers -= 1;
        this.#wake();
      },
    };
  }

  async #read(max: number, signal: AbortSignal): Promise<Uint8Array> {
    while (this.#held === 0) {
      if (this.#writers === 0) return new Uint8Array(0);
      await this.#change(signal);
    }
    const first = this.#parts[0]!;
    const bytes = first.subarray(0, max);
    if (bytes.length === first.length) this.#parts.shift();
    else this.#parts[0] = first.subarray(max);
    this.#held -= bytes.length;
    this.#wake();
    return bytes;
  }

  async #write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    for (let from = 0; from < bytes.length;) {
      if (this.#readers === 0) throw new SystemError("EPIPE");
      const room = capacity - this.#held;
      if (room === 0) {
        await this.#change(signal);
        continue;
      }
      // A copy: whoever writes may use its buffer again.
      const part = bytes.slice(from, from + room);
      this.#parts.push(part);
      this.#held += part.length;
      from += part.length;
      this.#wake();
    }
  }

  #common() {
    const notHere = () => {
      throw new SystemError("ESPIPE");
    };
    return {
      stat: () => this.#stat,
      seek: notHere,
      truncate: () => Promise.reject(new SystemError("EINVAL")),
    };
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const go of waiting) go();
  }

  async #change(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const end = () => {
        this.#waiting.delete(go);
        reject(signal.reason as Error);
      };
      const go = () => {
        signal.removeEventListener("abort", end);
        resolve();
      };
      this.#waiting.add(go);
      signal.addEventListener("abort", end, { once: true });
    });
  }
}
