import type { Process } from "../../kernel/process.ts";

const units = ["B", "K", "M", "G"];

/** "36.1M" of bytes in seconds: wget's retr.c. */
export function rate(bytes: number, seconds: number): { readonly value: number; readonly unit: number } {
  let value = bytes / Math.max(seconds, 0.000_001);
  let unit = 0;
  while (value >= 1024 && unit < 3) {
    value /= 1024;
    unit++;
  }
  return { value, unit };
}

const short = (bytes: number, seconds: number): string => {
  const { value, unit } = rate(bytes, seconds);
  return `${value.toFixed(value >= 99.95 ? 0 : 1).padStart(4)}${units[unit]}`;
};

const elapsed = (seconds: number): string =>
  seconds < 0.001
    ? "0s"
    : seconds < 10
      ? `${Number(seconds.toPrecision(1)) < 0.1 ? seconds.toFixed(3).replace(/0+$/, "").replace(/\.$/, "") : seconds.toFixed(1)}s`
      : `${Math.round(seconds)}s`;

/** wget's progress in dots: a kilobyte each, ten in a cluster, fifty in a row. */
export class Dots {
  readonly #proc: Process;
  readonly #total: number | undefined;
  readonly #began: bigint;
  #rowBegan: bigint;
  #received = 0;
  #dots = 0;
  #rows = 0;

  constructor(proc: Process, total: number | undefined) {
    this.#proc = proc;
    this.#total = total;
    this.#began = this.#rowBegan = proc.machine.now();
  }

  /** Seconds since the beginning. */
  get seconds(): number {
    return Number(this.#proc.machine.now() - this.#began) / 1e9;
  }

  async add(bytes: number): Promise<void> {
    this.#received += bytes;
    let text = "";
    for (let left = Math.floor(this.#received / 1024) - this.#rows * 50 - this.#dots; left > 0; left--) {
      if (this.#dots === 0) text += `\n${String(this.#rows * 50).padStart(6)}K`;
      if (this.#dots % 10 === 0) text += " ";
      text += ".";
      if (++this.#dots < 50) continue;
      text += this.#stats(false);
      this.#dots = 0;
      this.#rows++;
    }
    if (text !== "") await this.#proc.err(text);
  }

  async end(): Promise<void> {
    let text = this.#dots === 0 ? `\n${String(this.#rows * 50).padStart(6)}K` : "";
    for (let at = this.#dots; at < 50; at++) text += at % 10 === 0 ? "  " : " ";
    await this.#proc.err(`${text}${this.#stats(true)}\n\n`);
  }

  #stats(last: boolean): string {
    const now = this.#proc.machine.now();
    const seconds = Number(now - this.#rowBegan) / 1e9;
    const bytes = last ? this.#received - this.#rows * 50 * 1024 : 50 * 1024;
    this.#rowBegan = now;
    const shown = last ? this.#received : (this.#rows + 1) * 50 * 1024;
    const percent =
      this.#total === undefined ? "" : `${String(Math.floor((100 * shown) / Math.max(1, this.#total))).padStart(3)}%`;
    const left =
      this.#total === undefined ? "" : ` ${Math.round(((this.#total - shown) / Math.max(1, shown)) * this.seconds)}s`;
    return `${percent} ${short(bytes, seconds)}${last ? `=${elapsed(this.seconds)}` : left}`;
  }
}

/** As printf's %.0f. */
const halfToEven = (value: number): number => (value % 1 === 0.5 ? 2 * Math.round(value / 2) : Math.round(value));

/** "312K", "1.5M": human_readable with one decimal below ten. */
export function humanSize(bytes: number): string {
  let value = bytes;
  let unit = -1;
  while (value >= 1024 && unit < 4) {
    value /= 1024;
    unit++;
  }
  return `${value < 10 ? value.toFixed(1) : String(halfToEven(value))}${"KMGTP"[unit]}`;
}
