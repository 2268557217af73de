import { evaluate, locate } from "./evaluate.ts";
import { nextRecord } from "./input.ts";
import { type Later, after } from "./later.ts";
import { readRecord } from "./read-record.ts";
import { own, type State } from "./state.ts";
import type { Expression, Place } from "./syntax.ts";
import { fromOutside, toNumber, type Value } from "./values.ts";

/** getline in all its forms: 1, 0 at the end, -1 where there is nothing to read from. */
export async function getline(state: State, { from, source, place }: Expression & { type: "getline" }): Promise<Value> {
  if (from === "main") {
    const record = await nextRecord(state);
    if (record === undefined) return 0;
    count(state, true);
    await store(state, place, record);
    return 1;
  }
  const name = state.toText(await evaluate(state, source!));
  const reader = await state.streams.reader(name, from === "command");
  if (reader === undefined) return -1;
  const record = await readRecord(state, reader);
  if (record === undefined) return 0;
  if (from === "command") count(state, false);
  await store(state, place, record);
  return 1;
}

function count(state: State, file: boolean): void {
  for (const slot of file ? [own.nr, own.fnr] : [own.nr]) {
    const variable = { kind: "global", slot, name: "" } as const;
    state.set(variable, toNumber(state.get(variable)) + 1);
  }
}

function store(state: State, place: Place | undefined, record: string): Later<void> {
  if (place === undefined) return state.record.set(record);
  return after(locate(state, place), ({ write }) => write(fromOutside(record)));
}
