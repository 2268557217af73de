import { compareReals } from "../c-format/arithmetic.ts";
import { parseReal } from "../c-format/parse-real.ts";
import type { RealFormat } from "../c-format/real.ts";
import { compareVersions } from "../version-order.ts";
import { fieldOf } from "./fields.ts";
import type { Key, Ordering } from "./key.ts";
import { compareNumeric, monthOf, numericOf, unitOrder } from "./numbers.ts";

/** A line with what it is sorted by, made once. */
export interface Item {
  readonly line: string;
  readonly keys: readonly unknown[];
}

export interface Order {
  item(line: string): Item;
  /** Less than 0, 0, more. */
  compare(a: Item, b: Item): number;
}

export interface Rules {
  readonly keys: readonly Key[];
  readonly tab: number | undefined;
  readonly reverse: boolean;
  readonly stable: boolean;
  readonly unique: boolean;
  readonly longDouble: RealFormat;
}

/** What a key is made into, and how two of these are compared. */
interface Kind<Value> {
  value(text: string): Value;
  compare(a: Value, b: Value): number;
}

const bytes: Kind<string> = {
  value: (text) => text,
  compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
};
const numeric = { value: numericOf, compare: compareNumeric };
const human: Kind<{ order: number; number: ReturnType<typeof numericOf> }> = {
  value: (text) => ({ order: unitOrder(text), number: numericOf(text) }),
  compare: (a, b) => a.order - b.order || compareNumeric(a.number, b.number),
};
const month: Kind<number> = { value: monthOf, compare: (a, b) => a - b };
const version: Kind<string> = { value: (text) => text, compare: compareVersions };

const general = (format: RealFormat): Kind<ReturnType<typeof parseReal>> => ({
  value: (text) => parseReal(text, format),
  // What is no number first, then what is "not a number", then the numbers.
  compare: (a, b) => {
    const [x, y] = [a, b].map(({ length, real }) => (length === 0 ? 0 : real.kind === "nan" ? 1 : 2)) as [
      number,
      number,
    ];
    if (x !== y || x < 2) return x === 1 && y === 1 ? Number(b.real.negative) - Number(a.real.negative) : x - y;
    return compareReals(a.real, b.real);
  },
});

function kindOf(ordering: Ordering, format: RealFormat): Kind<never> {
  const kind = ordering.numeric
    ? numeric
    : ordering.general
      ? general(format)
      : ordering.human
        ? human
        : ordering.month
          ? month
          : ordering.version
            ? version
            : bytes;
  return kind as Kind<never>;
}

/** -d, -i and -f. */
function folded(text: string, { ignore, fold }: Ordering): string {
  const kept =
    ignore === "d"
      ? text.replaceAll(/[^0-9A-Za-z \t\n]/g, "")
      : ignore === "i"
        ? text.replaceAll(/[^\x20-\x7e]/g, "")
        : text;
  return fold ? kept.replaceAll(/[a-z]+/g, (letters) => letters.toUpperCase()) : kept;
}

/** Key by key; then, unless -s or -u, the whole lines. */
export function orderOf({ keys, tab, reverse, stable, unique, longDouble }: Rules): Order {
  const kinds = keys.map((key) => ({ key, kind: kindOf(key.ordering, longDouble), back: key.ordering.reverse }));
  const wholes = reverse ? -1 : 1;
  const last = keys.length === 0 || !(stable || unique);
  return {
    item: (line) => ({
      line,
      keys: kinds.map(({ key, kind }) => kind.value(folded(fieldOf(line, key, tab), key.ordering))),
    }),
    compare: (a, b) => {
      for (let at = 0; at < kinds.length; at++) {
        const { kind, back } = kinds[at]!;
        const difference = kind.compare(a.keys[at] as never, b.keys[at] as never);
        if (difference !== 0) return back ? -difference : difference;
      }
      return last ? wholes * bytes.compare(a.line, b.line) : 0;
    },
  };
}
