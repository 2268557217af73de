import type { Event, PlannedStep } from "../../../events.ts";
import { renderWarning } from "../error.ts";
import { size } from "../quantities.ts";
import { harmless, type Paint } from "../style.ts";
import type { Terminal } from "../terminal.ts";
import { baseLine, imageLine, planLine, took, transferred } from "./lines.ts";
import type { Progress } from "./progress.ts";
import { Tail } from "./tail.ts";

interface Running {
  readonly number: number;
  readonly title: string;
  readonly started: number;
  readonly output: Tail;
}

/** Each line once, with the number and time of its step: for logs. */
export class PlainProgress implements Progress {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  readonly #paint: Paint;
  readonly #planned = new Map<string, PlannedStep>();
  readonly #running = new Map<string, Running>();
  #count = 0;

  constructor(terminal: Terminal, now: () => number, paint: Paint) {
    this.#terminal = terminal;
    this.#now = now;
    this.#paint = paint;
  }

  handle(event: Event): void {
    switch (event.type) {
      case "plan":
        for (const step of event.steps) this.#planned.set(step.id, step);
        return this.#line(planLine(event));
      case "base":
        return this.#base(event);
      case "step-start":
        return this.#start(event.id);
      case "step-output":
        return this.#output(event.id, event.text);
      case "step-done":
        return this.#finish(event.id, event.cached ? "cached" : "done", event.note);
      case "step-failed":
        return this.#finish(event.id, "failed", event.message);
      case "transfer":
        if (event.done === event.total && event.total > 0)
          this.#line(`#${++this.#count} ${event.way} ${transferred(event)} ${size(event.total)}`);
        return;
      case "image":
        return this.#line(`#${++this.#count} image ${imageLine(event)}`);
      case "warning":
        return this.#terminal.err(renderWarning(event, this.#paint));
    }
  }

  end(): void {
    for (const step of this.#running.values())
      for (const line of step.output.rest()) this.#line(`#${step.number} ${took(step.started, this.#now())} ${line}`);
  }

  #line(text: string): void {
    this.#terminal.err(`${harmless(text)}\n`);
  }

  #base(event: Extract<Event, { type: "base" }>): void {
    const { what, note } = baseLine(event);
    this.#line(`#${++this.#count} [${event.stage}] base ${what}  ${note}`);
  }

  #start(id: string): void {
    const step = this.#planned.get(id);
    const title = step === undefined ? id : `[${step.stage} ${step.number}/${step.of}] ${step.title}`;
    const running = { number: ++this.#count, title, started: this.#now(), output: new Tail(1) };
    this.#running.set(id, running);
    this.#line(`#${running.number} ${title}`);
  }

  #output(id: string, text: string): void {
    const running = this.#running.get(id);
    if (running === undefined) return;
    for (const line of running.output.push(text))
      this.#line(`#${running.number} ${took(running.started, this.#now())} ${line}`);
  }

  #finish(id: string, word: string, note?: string): void {
    if (!this.#running.has(id)) this.#start(id);
    const running = this.#running.get(id)!;
    for (const line of running.output.rest()) this.#line(`#${running.number} ${line}`);
    const time = word === "cached" ? "" : ` ${took(running.started, this.#now())}`;
    this.#line(`#${running.number} ${word}${time}${note === undefined ? "" : `  ${note}`}`);
    this.#running.delete(id);
  }
}
