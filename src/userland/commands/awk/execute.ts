import { SystemError } from "../../kernel/errno.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { formatted } from "./builtins.ts";
import { evaluate, locate, subscript } from "./evaluate.ts";
import { leaveFile } from "./input.ts";
import { each, type Later, after } from "./later.ts";
import { own, RunFailure, type State, type Table } from "./state.ts";
import type { Expression, Statement } from "./syntax.ts";
import { isTrue, toNumber, toText, type Value } from "./values.ts";

/** Why a statement was not followed by the next one. */
export type Signal =
  | { readonly type: "break" | "continue" | "next" }
  | { readonly type: "exit"; readonly status: number | undefined }
  | { readonly type: "return"; readonly value: Value }
  | undefined;

/** Calls deep within calls, as many as V8's stack surely holds. */
const deepest = 400;

export function execute(state: State, statement: Statement): Later<Signal> {
  switch (statement.type) {
    case "expression":
      return after(evaluate(state, statement.value), () => undefined);
    case "print":
    case "printf":
      return print(state, statement);
    case "block":
      return block(state, statement.body, 0);
    case "if":
      return after(evaluate(state, statement.test), (test) => {
        if (isTrue(test)) return execute(state, statement.yes);
        return statement.no === undefined ? undefined : execute(state, statement.no);
      });
    case "while":
      return loop(state, statement, statement.after);
    case "each":
      return forEach(state, statement);
    case "break":
    case "continue":
    case "next":
      return { type: statement.type };
    case "nextfile":
      leaveFile(state);
      return { type: "next" };
    case "exit":
      if (statement.value === undefined) return { type: "exit", status: undefined };
      return after(evaluate(state, statement.value), (value) => ({
        type: "exit",
        status: Math.trunc(toNumber(value)) & 0xff,
      }));
    case "return":
      if (statement.value === undefined) return { type: "return", value: undefined };
      return after(evaluate(state, statement.value), (value) => ({ type: "return", value }));
    case "delete":
      return remove(state, statement);
  }
}

function block(state: State, body: readonly Statement[], from: number): Later<Signal> {
  for (let at = from; at < body.length; at++) {
    const signal = execute(state, body[at]!);
    if (signal instanceof Promise) return signal.then((found) => found ?? block(state, body, at + 1));
    if (signal !== undefined) return signal;
  }
  return undefined;
}

/** Breathes at each round; goes on without waiting where nothing must be waited for. */
async function loop(
  state: State,
  { test, body, step }: Statement & { type: "while" },
  after: boolean,
): Promise<Signal> {
  for (let first = true; ; first = false) {
    const pause = state.proc.breathe() ?? state.streams.standard.pressing;
    if (pause) await pause;
    if (!first || !after) {
      const going = evaluate(state, test);
      if (!isTrue(going instanceof Promise ? await going : going)) return undefined;
    }
    const ran = execute(state, body);
    const signal = ran instanceof Promise ? await ran : ran;
    if (signal?.type === "break") return undefined;
    if (signal !== undefined && signal.type !== "continue") return signal;
    if (step !== undefined) await execute(state, step);
  }
}

async function forEach(state: State, { variable, array, body }: Statement & { type: "each" }): Promise<Signal> {
  const table = state.table(array);
  if (table.size > 1)
    throw new Refusal(
      `for (… in ${array.name})`,
      "goes through several elements in an order that is mawk's own",
      "pipe to sort, or count with a number",
    );
  for (const key of [...table.keys()]) {
    (await locate(state, variable)).write(key);
    const signal = await execute(state, body);
    if (signal?.type === "break") return undefined;
    if (signal !== undefined && signal.type !== "continue") return signal;
  }
  return undefined;
}

function remove(state: State, { array, subscripts }: Statement & { type: "delete" }): Later<Signal> {
  const table = state.table(array);
  if (subscripts === undefined) {
    table.clear();
    return undefined;
  }
  return after(subscript(state, subscripts), (key) => {
    table.delete(key);
    return undefined;
  });
}

function print(state: State, { type, values, to }: Statement & { type: "print" | "printf" }): Later<Signal> {
  return after(
    each(values, (value) => evaluate(state, value)),
    (found) => {
      const text = type === "printf" ? formatted(state, found, "printf") : printed(state, found);
      if (to !== undefined) return printTo(state, text, to);
      state.streams.standard.put(text);
      const pressing = state.streams.standard.pressing;
      return pressing?.then(() => undefined);
    },
  );
}

function printed(state: State, values: readonly Value[]): string {
  const format = state.text(own.ofmt);
  const line =
    values.length === 0 ? state.record.string : values.map((value) => toText(value, format)).join(state.text(own.ofs));
  return line + state.text(own.ors);
}

async function printTo(
  state: State,
  text: string,
  to: { readonly how: ">" | ">>" | "|"; readonly where: Expression },
): Promise<Signal> {
  const name = state.toText(await evaluate(state, to.where));
  try {
    const sink = await state.streams.writer(name, to.how);
    sink.put(text);
    if (name === "/dev/stderr") await sink.flush();
    else await sink.pressing;
  } catch (error) {
    if (!(error instanceof SystemError) || error.code === "EPIPE") throw error;
    throw new RunFailure(`cannot open "${name}" for output`);
  }
  return undefined;
}

/** Calls a function: arrays by reference, all else by value. What was nothing may become an array within. */
export function invoke(
  state: State,
  name: string,
  values: readonly (Value | Table)[],
  args: readonly Expression[],
): Later<Value> {
  const { parameters, body } = state.functions.get(name)!;
  if (args.length > parameters.length) throw new RunFailure(`too many arguments in call to ${name}`);
  if (++state.depth > deepest) throw new Refusal(name, "calls itself too deeply");
  const outer = state.frame;
  const frame: (Value | Table)[] = Array.from({ length: parameters.length }, (_, at) => values[at]);
  state.frame = frame;
  return after(execute(state, body), (signal) => {
    state.frame = outer;
    state.depth -= 1;
    args.forEach((arg, at) => {
      const now = frame[at];
      if (arg.type === "variable" && now instanceof Map && values[at] === undefined) state.setRaw(arg.variable, now);
    });
    return signal?.type === "return" ? signal.value : undefined;
  });
}
