import type { Process } from "../../kernel/process.ts";

const head = `  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                 Dload  Upload   Total   Spent    Left  Speed
`;

/** Five characters for a number of bytes: lib/progress.c, max5data. */
function short(bytes: number): string {
  const units = ["k", "M", "G", "T", "P"];
  if (bytes < 100_000) return String(bytes).padStart(5);
  for (const [index, unit] of units.entries()) {
    const size = 1024 ** (index + 1);
    if (index > 0 && bytes < 100 * size) {
      const tenths = Math.floor((bytes % size) / Math.floor(size / 10));
      return `${String(Math.floor(bytes / size)).padStart(2)}.${tenths}${unit}`;
    }
    if (bytes < 10_000 * size) return String(Math.floor(bytes / size)).padStart(4) + unit;
  }
  return "     ";
}

function clock(seconds: number): string {
  if (seconds <= 0) return "--:--:--";
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  return `${String(hours).padStart(2)}:${two(Math.floor(seconds / 60) % 60)}:${two(Math.floor(seconds) % 60)}`;
}

/** curl's progress meter as it stands where no terminal is: once at the beginning, about each second, once at the end. */
export class Meter {
  readonly #proc: Process;
  readonly #begin: bigint;
  #shown: bigint;

  constructor(proc: Process) {
    this.#proc = proc;
    this.#begin = this.#shown = proc.machine.now();
  }

  begin(again: boolean): Promise<void> {
    return this.#proc.err((again ? "" : head) + this.#line(0, undefined));
  }

  async more(received: number, total: number | undefined): Promise<void> {
    const now = this.#proc.machine.now();
    if (now - this.#shown < 1_000_000_000n) return;
    this.#shown = now;
    await this.#proc.err(this.#line(received, total));
  }

  end(received: number, total: number | undefined): Promise<void> {
    return this.#proc.err(`${this.#line(received, total)}\n`);
  }

  #line(received: number, total: number | undefined): string {
    const seconds = Number(this.#proc.machine.now() - this.#begin) / 1e9;
    const speed = received === 0 ? 0 : Math.floor(received / Math.max(seconds, 0.001));
    const size = total ?? received;
    const percent = total === undefined || total === 0 ? 0 : Math.floor((100 * received) / total);
    const estimate = total === undefined || speed === 0 ? 0 : total / speed;
    const done = String(percent).padStart(3);
    const times = `${clock(estimate)} ${clock(seconds)} ${clock(estimate - seconds)}`;
    return `\r${done} ${short(size)}  ${done} ${short(received)}    0     0  ${short(speed)}      0 ${times} ${short(speed)}`;
  }
}
