import type { Event, PlannedStep } from "../../../events.ts";
import { renderWarning } from "../error.ts";
import { size } from "../quantities.ts";
import { painter, type Paint } from "../style.ts";
import type { Terminal } from "../terminal.ts";
import { cut } from "../width.ts";
import { Frame, frameLine } from "./frame.ts";
import {
  baseLine,
  imageLine,
  onOneLine,
  planLine,
  type StatusLine,
  statusLine,
  stepWhere,
  took,
  transferred,
} from "./lines.ts";
import type { Progress } from "./progress.ts";
import { Tail } from "./tail.ts";

const frameMs = 80;
/** Longer lines are hard to read across. */
const widest = 100;
const plain = painter(false);

interface Running {
  readonly started: number;
  readonly output: Tail;
}

/**
 * Only the steps at work are redrawn, with the last line of their output; a finished one keeps its
 * one line. What a failed one said last is in the error.
 */
export class TerminalProgress implements Progress {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  readonly #paint: Paint;
  readonly #frame: Frame;
  readonly #planned = new Map<string, PlannedStep>();
  readonly #running = new Map<string, Running>();
  readonly #transfers = new Map<string, Extract<Event, { type: "transfer" }>>();
  /** Bases that were found before the plan was known, whose names decide the columns. */
  #bases: Extract<Event, { type: "base" }>[] = [];
  #width = 5;
  #timer: NodeJS.Timeout | undefined;

  constructor(terminal: Terminal, now: () => number, paint: Paint) {
    this.#terminal = terminal;
    this.#now = now;
    this.#paint = paint;
    this.#frame = new Frame(terminal);
  }

  handle(event: Event): void {
    switch (event.type) {
      case "plan":
        return this.#plan(event);
      case "base":
        this.#bases.push(event);
        return;
      case "step-start":
        this.#running.set(event.id, { started: this.#now(), output: new Tail(1) });
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
        return this.#keep(this.#line({ mark: "done", where: "image".padEnd(this.#width), what: imageLine(event) }));
      case "warning":
        return this.#keep(renderWarning(event, this.#paint));
    }
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#frame.draw([], this.#baseLines());
  }

  #plan(event: Extract<Event, { type: "plan" }>): void {
    for (const step of event.steps) this.#planned.set(step.id, step);
    this.#width = Math.max(5, ...event.steps.map((step) => step.stage.length));
    this.#keep(`${this.#paint("bold", cut(onOneLine(planLine(event)), this.#columns()))}\n\n${this.#baseLines()}`);
  }

  #baseLines(): string {
    const lines = this.#bases.map((base) =>
      this.#line({ mark: "done", where: "base".padEnd(this.#width), ...baseLine(base) }),
    );
    this.#bases = [];
    return lines.join("");
  }

  #columns(): number {
    return Math.min(this.#terminal.columns() - 1, widest);
  }

  #line(line: StatusLine): string {
    return `${statusLine(line, this.#columns(), this.#paint)}\n`;
  }

  #finish(id: string, mark: "done" | "failed", note?: string): void {
    const step = this.#planned.get(id);
    const started = this.#running.get(id)?.started ?? this.#now();
    this.#running.delete(id);
    if (step === undefined) return;
    const where = stepWhere(step, this.#width);
    this.#keep(this.#line({ mark, where, what: step.title, note, took: took(started, this.#now()) }));
  }

  /** Prints lines that stay, above what is redrawn. */
  #keep(lines: string): void {
    this.#frame.draw(this.#working(), lines);
  }

  #wake(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#frame.draw(this.#working());
      if (this.#running.size + this.#transfers.size > 0) this.#wake();
    }, frameMs).unref();
  }

  /** What is at work now, a step with the last line of its output. */
  #working() {
    const columns = this.#columns();
    const both = (line: StatusLine) =>
      frameLine(statusLine(line, columns, plain), statusLine(line, columns, this.#paint));
    const steps = [...this.#running].flatMap(([id, { started, output }]) => {
      const step = this.#planned.get(id);
      if (step === undefined) return [];
      const where = stepWhere(step, this.#width);
      const line = both({ mark: "working", where, what: step.title, took: took(started, this.#now()) });
      const last = cut(`     ${onOneLine(output.last())}`, columns);
      return last.trim() === "" ? [line] : [line, frameLine(last, this.#paint("dim", last))];
    });
    const transfers = [...this.#transfers.values()].map((transfer) => {
      const note = `${size(transfer.done)} of ${size(transfer.total)}`;
      return both({ mark: "working", where: transfer.way.padEnd(this.#width), what: transferred(transfer), note });
    });
    return [...steps, ...transfers];
  }
}
