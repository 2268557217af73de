import { SystemError } from "../../kernel/errno.ts";
import { RecordReader } from "../record-reader.ts";
import { unescape } from "./lexer.ts";
import { readRecord } from "./read-record.ts";
import { own, RunFailure, type State, type Table } from "./state.ts";
import { fromOutside, toNumber, type Value } from "./values.ts";

interface Main {
  reader: RecordReader | undefined;
  /** Index into ARGV. */
  next: number;
  /** An operand was a file, so standard input is not read. */
  anyFile: boolean;
  done: boolean;
}

const mains = new WeakMap<State, Main>();
const mainOf = (state: State): Main => {
  const known = mains.get(state) ?? { reader: undefined, next: 1, anyFile: false, done: false };
  mains.set(state, known);
  return known;
};

/** The next record of the files that ARGV names, or of standard input. */
export async function nextRecord(state: State): Promise<string | undefined> {
  const main = mainOf(state);
  while (!main.done) {
    const record = main.reader && (await readRecord(state, main.reader));
    if (record !== undefined) return record;
    main.reader?.close();
    main.reader = undefined;
    await open(state, main);
  }
  return undefined;
}

/** nextfile */
export function leaveFile(state: State): void {
  const main = mainOf(state);
  main.reader?.close();
  main.reader = undefined;
}

async function open(state: State, main: Main): Promise<void> {
  const argv = state.table({ kind: "global", slot: state.names.get("ARGV")!, name: "ARGV" });
  for (;;) {
    const count = toNumber(state.get({ kind: "global", slot: state.names.get("ARGC")!, name: "ARGC" }));
    if (main.next >= count) break;
    const operand = state.toText(argv.get(String(main.next++)));
    if (operand === "" || assigned(state, operand)) continue;
    main.anyFile = true;
    return begin(state, main, operand);
  }
  if (main.anyFile) main.done = true;
  else {
    main.anyFile = true;
    await begin(state, main, "-", "");
  }
}

async function begin(state: State, main: Main, name: string, shown = name): Promise<void> {
  const { proc } = state;
  try {
    const standard = name === "-" || name === "/dev/stdin";
    const file = standard ? proc.descriptor(0).retain() : await proc.files.open(name, { read: true });
    main.reader = new RecordReader(proc, file);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    throw new RunFailure(`cannot open ${name} (${error.message})`);
  }
  set(state, own.fileName, shown);
  set(state, own.fnr, 0);
}

const set = (state: State, slot: number, value: Value): void => state.set({ kind: "global", slot }, value);

/** An operand or -v "name=value" gives a variable its value; false where it is none. */
export function assigned(state: State, operand: string): boolean {
  const found = /^([A-Za-z_]\w*)=([^]*)$/.exec(operand);
  if (found === null) return false;
  const slot = state.names.get(found[1]!);
  // A variable that the program does not know can make no difference to it.
  if (slot !== undefined) set(state, slot, fromOutside(unescape(found[2]!)));
  return true;
}

/** ARGV and ENVIRON. */
export const tableOf = (entries: Iterable<readonly [string, string]>): Table =>
  new Map([...entries].map(([key, value]) => [key, fromOutside(value)]));
