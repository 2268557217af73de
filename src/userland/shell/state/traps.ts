import { signals } from "../../kernel/signals.ts";

/** Names of signals by number, as `trap` and `kill -l` print them; 0 is the end of the shell. dash knows no STKFLT. */
const signalNames: readonly string[] = ["EXIT", ...Object.keys(signals)].with(signals.STKFLT, String(signals.STKFLT));

/** Realtime ones have names of their own (dash: src/mksignames.c). */
const realtimeFirst = 34;
const realtimeLast = 64;

export function signalName(signal: number): string {
  const known = signalNames[signal];
  if (known !== undefined) return known;
  const half = (realtimeLast - realtimeFirst) / 2;
  if (signal < realtimeFirst) return String(signal);
  const offset = signal - realtimeFirst;
  if (offset <= half) return offset === 0 ? "RTMIN" : `RTMIN+${offset}`;
  return signal === realtimeLast ? "RTMAX" : `RTMAX-${realtimeLast - signal}`;
}

/** By number or by name without SIG, in any case; undefined for none. */
export function signalNumber(text: string, least = 0): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) <= realtimeLast ? Number(text) : undefined;
  const wanted = text.toUpperCase();
  for (let signal = least; signal <= realtimeLast; signal++) if (signalName(signal) === wanted) return signal;
  return undefined;
}

/** What is done when a signal comes: "" is nothing. */
export class Traps {
  readonly #actions: Map<number, string>;
  #pending: number[] = [];

  constructor(actions: Iterable<readonly [number, string]> = []) {
    this.#actions = new Map(actions);
  }

  /** For a subshell: only what is ignored stays. */
  forked(): Traps {
    return new Traps([...this.#actions].filter(([, action]) => action === ""));
  }

  get(signal: number): string | undefined {
    return this.#actions.get(signal);
  }

  set(signal: number, action: string | undefined): void {
    if (action === undefined) this.#actions.delete(signal);
    else this.#actions.set(signal, action);
  }

  all(): readonly (readonly [number, string])[] {
    return [...this.#actions].sort(([left], [right]) => left - right);
  }

  arrived(signal: number): void {
    if (!this.#pending.includes(signal)) this.#pending.push(signal);
    this.#pending.sort((left, right) => left - right);
  }

  /** The next one that is due. */
  get first(): number | undefined {
    return this.#pending[0];
  }

  get pending(): boolean {
    return this.#pending.length > 0;
  }

  next(): number | undefined {
    return this.#pending.shift();
  }
}
