import { cells } from "../width.ts";
import type { Terminal } from "../terminal.ts";

/**
 * The last lines of a terminal, drawn over and over below what stays. Each change is one write, so
 * that nothing flickers, and never more lines than the terminal has rows, since those that scrolled
 * away cannot be drawn over.
 */
export class Frame {
  readonly #terminal: Terminal;
  /** Cells that each drawn line takes. */
  #drawn: readonly number[] = [];

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Prints text that stays, whole lines, and the frame anew beneath it. */
  draw(lines: readonly { readonly text: string; readonly cells: number }[], above = ""): void {
    const shown = lines.slice(0, Math.max(1, this.#terminal.rows() - 2));
    const text = `${this.#home()}${above}${shown.map((line) => `${line.text}\n`).join("")}`;
    if (text !== "") this.#terminal.err(text);
    this.#drawn = shown.map((line) => line.cells);
  }

  /** To the frame's first line, everything from there cleared. A line that a narrower window broke takes several rows. */
  #home(): string {
    const columns = Math.max(1, this.#terminal.columns());
    const rows = this.#drawn.reduce((sum, length) => sum + Math.max(1, Math.ceil(length / columns)), 0);
    return rows === 0 ? "" : `\u001b[${Math.min(rows, this.#terminal.rows() - 1)}F\u001b[0J`;
  }
}

/** A line of the frame that is painted after it was measured. */
export const frameLine = (plain: string, painted: string = plain) => ({ text: painted, cells: cells(plain) });
