import type { Process } from "../../kernel/process.ts";
import { ownVariables } from "./own-variables.ts";
import { Record } from "./record.ts";
import { splitText } from "./split.ts";
import { Streams } from "./streams.ts";
import type { Function, Program, Variable } from "./syntax.ts";
import { toNumber, toText, type Value } from "./values.ts";

export type Table = Map<string, Value>;

/** A run that cannot go on, in mawk's words. */
export class RunFailure extends Error {}

const [nf, nr, fnr, fs, ofs, ors, rs, fileName, subsep, rstart, rlength, convfmt, ofmt] = ownVariables.keys();

/** Slots of awk's own variables. */
export const own = {
  nf: nf!,
  ...{ nr: nr!, fnr: fnr!, fs: fs!, ofs: ofs!, ors: ors!, rs: rs!, fileName: fileName! },
  ...{ subsep: subsep!, rstart: rstart!, rlength: rlength!, convfmt: convfmt!, ofmt: ofmt! },
};

/** Variables, arrays, the record and the streams of a program that runs. */
export class State {
  readonly proc: Process;
  readonly streams: Streams;
  readonly record: Record;
  readonly functions: ReadonlyMap<string, Function>;
  readonly names: ReadonlyMap<string, number>;
  private readonly globals: (Value | Table)[];
  /** Of the function that runs. */
  frame: (Value | Table)[] = [];
  depth = 0;

  constructor(proc: Process, { globals, functions }: Program) {
    this.proc = proc;
    this.streams = new Streams(proc);
    this.functions = functions;
    this.names = globals;
    this.globals = Array.from({ length: globals.size });
    const defaults: readonly (readonly [number, Value])[] = [
      ...([
        [own.nr, 0],
        [own.fnr, 0],
        [own.fs, " "],
        [own.ofs, " "],
        [own.ors, "\n"],
        [own.rs, "\n"],
      ] as const),
      ...([
        [own.fileName, ""],
        [own.subsep, "\x1c"],
      ] as const),
      ...([
        [own.convfmt, "%.6g"],
        [own.ofmt, "%.6g"],
      ] as const),
    ];
    for (const [slot, value] of defaults) this.globals[slot] = value;
    const split = (text: string): readonly string[] => splitText(text, this.text(own.fs));
    this.record = new Record(
      split,
      () => this.text(own.ofs),
      () => this.format,
    );
  }

  /** CONVFMT */
  get format(): string {
    return this.text(own.convfmt);
  }

  /** One of awk's own variables, as text. */
  text(slot: number): string {
    return toText(this.globals[slot] as Value, "%.6g");
  }

  toText(value: Value): string {
    return toText(value, this.format);
  }

  get({ kind, slot, name }: Variable): Value {
    if (kind === "global" && slot === own.nf) return this.record.count;
    const value = kind === "global" ? this.globals[slot] : this.frame[slot];
    if (value instanceof Map) throw new RunFailure(`illegal reference to array ${name}`);
    return value;
  }

  set({ kind, slot }: Pick<Variable, "kind" | "slot">, value: Value): void {
    if (kind === "local") this.frame[slot] = value;
    else if (slot === own.nf) this.record.resize(Math.max(0, Math.trunc(toNumber(value))));
    else this.globals[slot] = value;
  }

  /** What a variable holds, whatever it is: for the arguments of functions. */
  raw({ kind, slot }: Variable): Value | Table {
    return kind === "global" ? this.globals[slot] : this.frame[slot];
  }

  setRaw({ kind, slot }: Variable, value: Value | Table): void {
    if (kind === "global") this.globals[slot] = value;
    else this.frame[slot] = value;
  }

  /** The array of a variable, which becomes one where it was nothing. */
  table(variable: Variable): Table {
    const value = this.raw(variable);
    if (value instanceof Map) return value;
    if (value !== undefined) throw new RunFailure(`${variable.name} is no array`);
    const table: Table = new Map();
    this.setRaw(variable, table);
    return table;
  }
}
