import type { Event, PlannedStep } from "../../../events.ts";
import { renderWarning } from "../error.ts";
import { size } from "../quantities.ts";
import { harmless, type Paint } from "../style.ts";
import type { Terminal } from "../terminal.ts";
import { baseLine, finishedLine, imageLine, stepWhere, took } from "./lines.ts";
import type { Progress } from "./progress.ts";
import { Tail } from "./tail.ts";

const tailLines = 50;
const frameMs = 80;

interface Running {
  readonly started: number;
  readonly output: Tail;
}

/**
 * Only the steps at work are redrawn, with the last line of their output; a finished one keeps its
 * one line and a failed one prints its tail.
 */
export class TerminalProgress implements Progress {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  readonly #paint: Paint;
  readonly #planned = new Map<string, PlannedStep>();
  readonly #running = new Map<string, Running>();
  readonly #transfers = new Map<string, Extract<Event, { type: "transfer" }>>();
  #width = 5;
  #drawn = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(terminal: Terminal, now: () => number, paint: Paint) {
    this.#terminal = terminal;
    this.#now = now;
    this.#paint = paint;
  }

  handle(event: Event): void {
    switch (event.type) {
      case "plan":
        for (const step of event.steps) this.#planned.set(step.id, step);
        this.#width = Math.max(5, ...event.steps.map((step) => step.stage.length));
        return;
      case "base":
        return this.#keep(
          finishedLine("done", "base".padEnd(this.#width), baseLine(event), "", this.#columns(), this.#paint),
        );
      case "step-start":
        this.#running.set(event.id, { started: this.#now(), output: new Tail(tailLines) });
        return this.#wake();
      case "step-output":
        this.#running.get(event.id)?.output.push(event.text);
        return;
      case "step-done":
        return this.#finish(event.id, "done", event.cached ? "cached" : event.note);
      case "step-failed":
        return this.#finish(event.id, "failed");
      case "transfer":
        if (event.done >= event.total) this.#transfers.delete(event.id);
        else this.#transfers.set(event.id, event);
        return this.#wake();
      case "image":
        return this.#keep(
          finishedLine("done", "image".padEnd(this.#width), imageLine(event), "", this.#columns(), this.#paint),
        );
      case "warning":
        return this.#keep(renderWarning(event, this.#paint).trimEnd());
    }
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#erase();
  }

  #columns(): number {
    return Math.min(this.#terminal.columns(), 100);
  }

  #finish(id: string, mark: "done" | "failed", note?: string): void {
    const step = this.#planned.get(id);
    const running = this.#running.get(id);
    this.#running.delete(id);
    if (step === undefined) return;
    const what = note === undefined ? step.title : `${step.title}   ${note}`;
    const time = took(running?.started ?? this.#now(), this.#now());
    const lines = [finishedLine(mark, stepWhere(step, this.#width), what, time, this.#columns(), this.#paint)];
    if (mark === "failed") lines.push(...(running?.output.lines() ?? []).map((line) => `     ${harmless(line)}`));
    this.#keep(lines.join("\n"));
  }

  /** Prints lines that stay, above what is redrawn. */
  #keep(lines: string): void {
    this.#erase();
    this.#terminal.err(`${lines}\n`);
    this.#draw();
  }

  #wake(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#erase();
      this.#draw();
      if (this.#running.size + this.#transfers.size > 0) this.#wake();
    }, frameMs);
  }

  #erase(): void {
    if (this.#drawn > 0) this.#terminal.err(`\u001b[${this.#drawn}F\u001b[0J`);
    this.#drawn = 0;
  }

  #draw(): void {
    const columns = this.#columns();
    const lines: string[] = [];
    for (const [id, running] of this.#running) {
      const step = this.#planned.get(id);
      if (step === undefined) continue;
      lines.push(
        this.#fit(` … ${stepWhere(step, this.#width)}  ${step.title}  ${took(running.started, this.#now())}`, columns),
      );
      const last = harmless(running.output.last());
      if (last !== "") lines.push(this.#paint("dim", this.#fit(`     ${last}`, columns)));
    }
    for (const { way, what, done, total } of this.#transfers.values())
      lines.push(this.#fit(` … ${way.padEnd(this.#width)}  ${what}  ${size(done)} of ${size(total)}`, columns));
    if (lines.length > 0) this.#terminal.err(`${lines.join("\n")}\n`);
    this.#drawn = lines.length;
  }

  #fit(line: string, columns: number): string {
    return line.length < columns ? line : `${line.slice(0, columns - 2)}…`;
  }
}
