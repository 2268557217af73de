import { testIn } from "../../regex/string-search.ts";
import { builtin } from "./builtins.ts";
import { getline } from "./getline.ts";
import { each, type Later, after } from "./later.ts";
import { regexOf } from "./regexes.ts";
import { own, RunFailure, type State, type Table } from "./state.ts";
import type { Expression, Place } from "./syntax.ts";
import { compare, isTrue, toNumber, type Value } from "./values.ts";
import { invoke } from "./execute.ts";

/** The value of an expression, with all that it does. */
export function evaluate(state: State, expression: Expression): Later<Value> {
  switch (expression.type) {
    case "number":
    case "string":
      return expression.value;
    case "regex":
      return testIn(regexOf(expression.source), state.record.string) ? 1 : 0;
    case "variable":
      return state.get(expression.variable);
    case "field":
      return after(evaluate(state, expression.index), (index) => state.record.field(fieldNumber(index)));
    case "element":
      return after(subscript(state, expression.subscripts), (key) => element(state.table(expression.array), key));
    case "assign":
      return assignment(state, expression);
    case "step":
      return after(locate(state, expression.place), ({ read, write }) => {
        const before = toNumber(read());
        write(before + expression.by);
        return expression.before ? before + expression.by : before;
      });
    case "unary":
      return after(evaluate(state, expression.operand), (value) => unary(expression.operator, value));
    case "binary":
      return binary(state, expression);
    case "choice":
      return after(evaluate(state, expression.test), (test) =>
        evaluate(state, isTrue(test) ? expression.yes : expression.no),
      );
    case "in":
      return after(subscript(state, expression.subscripts), (key) => (state.table(expression.array).has(key) ? 1 : 0));
    case "builtin":
      return builtin(state, expression);
    case "call":
      return call(state, expression);
    case "getline":
      return getline(state, expression);
  }
}

/** Asking for an element makes it. */
function element(table: Table, key: string): Value {
  const value = table.get(key);
  if (value === undefined && !table.has(key)) table.set(key, undefined);
  return value;
}

export function subscript(state: State, subscripts: readonly Expression[]): Later<string> {
  return after(
    each(subscripts, (part) => evaluate(state, part)),
    (values) => values.map((value) => state.toText(value)).join(state.text(own.subsep)),
  );
}

function fieldNumber(value: Value): number {
  const index = Math.trunc(toNumber(value));
  if (index < 0) throw new RunFailure(`negative field index $${index}`);
  if (index > 1_000_000) throw new RunFailure(`field index $${index} is out of bounds`);
  return index;
}

interface Located {
  read(): Value;
  write(value: Value): void;
}

/** Where a value goes; its parts are evaluated once. */
export function locate(state: State, place: Place): Later<Located> {
  if (place.type === "variable")
    return { read: () => state.get(place.variable), write: (value) => state.set(place.variable, value) };
  if (place.type === "element") {
    return after(subscript(state, place.subscripts), (key) => {
      const table = state.table(place.array);
      return { read: () => element(table, key), write: (value) => void table.set(key, value) };
    });
  }
  return after(evaluate(state, place.index), (value) => {
    const index = fieldNumber(value);
    const { record } = state;
    const write = (value: Value): void => (index === 0 ? record.set(state.toText(value)) : record.assign(index, value));
    return { read: () => record.field(index), write };
  });
}

function assignment(state: State, { operator, place, value }: Expression & { type: "assign" }): Later<Value> {
  return after(evaluate(state, value), (right) =>
    after(locate(state, place), ({ read, write }) => {
      const result = operator === "=" ? right : arithmetic(operator[0]!, toNumber(read()), toNumber(right));
      write(result);
      return result;
    }),
  );
}

function unary(operator: "-" | "+" | "!", value: Value): Value {
  if (operator === "!") return isTrue(value) ? 0 : 1;
  return operator === "-" ? -toNumber(value) : toNumber(value);
}

function binary(state: State, { operator, left, right }: Expression & { type: "binary" }): Later<Value> {
  if (operator === "&&" || operator === "||") {
    return after(evaluate(state, left), (value) => {
      if (isTrue(value) !== (operator === "&&")) return operator === "&&" ? 0 : 1;
      return after(evaluate(state, right), (second) => (isTrue(second) ? 1 : 0));
    });
  }
  if (operator === "~" || operator === "!~") {
    return after(evaluate(state, left), (text) =>
      after(patternOf(state, right), (source) => {
        const found = testIn(regexOf(source), state.toText(text));
        return found === (operator === "~") ? 1 : 0;
      }),
    );
  }
  return after(evaluate(state, left), (first) =>
    after(evaluate(state, right), (second) => {
      if (operator === "") return state.toText(first) + state.toText(second);
      if ("+-*/%^".includes(operator)) return arithmetic(operator, toNumber(first), toNumber(second));
      return ordered(operator, compare(first, second, state.format)) ? 1 : 0;
    }),
  );
}

/** Source of a pattern: a literal one is not matched with the record first. */
export function patternOf(state: State, expression: Expression): Later<string> {
  if (expression.type === "regex") return expression.source;
  return after(evaluate(state, expression), (value) => state.toText(value));
}

function ordered(operator: string, order: number): boolean {
  if (operator === "<") return order < 0;
  if (operator === "<=") return order <= 0;
  if (operator === ">") return order > 0;
  if (operator === ">=") return order >= 0;
  return (order === 0) === (operator === "==");
}

function arithmetic(operator: string, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
    default:
      return left ** right;
  }
}

/** Names alone are handed over as they are: they may be arrays, or become ones. */
function call(state: State, { name, args }: Expression & { type: "call" }): Later<Value> {
  const given = each(args, (arg): Later<Value | Table> => {
    if (arg.type !== "variable") return evaluate(state, arg);
    const raw = state.raw(arg.variable);
    return arg.variable.kind === "global" && arg.variable.slot === own.nf ? state.record.count : raw;
  });
  return after(given, (values) => invoke(state, name, values, args));
}
