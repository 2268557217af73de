import type { Event } from "../../../events.ts";
import type { Terminal } from "../terminal.ts";
import type { Progress } from "./progress.ts";

/** One event a line on standard error, as docs/events.md describes them. */
export class JsonProgress implements Progress {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  readonly #begun: number;

  constructor(terminal: Terminal, now: () => number) {
    this.#terminal = terminal;
    this.#now = now;
    this.#begun = now();
  }

  handle(event: Event): void {
    const time = Math.round(this.#now() - this.#begun) / 1000;
    // A place is said by name and position; the whole source text is not repeated in every line.
    const text = JSON.stringify({ time, ...event }, (key, value: unknown) =>
      key === "source" && typeof value === "object" && value !== null && "name" in value ? value.name : value,
    );
    this.#terminal.err(`${text}\n`);
  }

  end(): void {
    // Nothing is held back.
  }
}
