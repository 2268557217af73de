import type { Stdio } from "../stdio.ts";
import { bytesOf, classes, type Element, isCase, lengthOf, membersOf } from "./set.ts";

export interface Strings {
  readonly one: readonly Element[];
  readonly two: readonly Element[] | undefined;
  readonly complement: boolean;
  readonly truncate: boolean;
  readonly translating: boolean;
}

const all = Array.from({ length: 256 }, (_, byte) => byte);

/** validate of src/tr.c: what is wrong with the strings is told; gives the second one as long as it is to be. */
export async function checkStrings(io: Stdio, strings: Strings): Promise<readonly Element[] | undefined> {
  const { one, two, complement, translating } = strings;
  const indefinite = (elements: readonly Element[]) =>
    elements.filter((element) => element.type === "repeat" && element.count === 0).length;
  if (indefinite(one) > 0) await io.die("the [c*] repeat construct may not appear in string1");
  if (two === undefined) return undefined;
  const length = complement ? 256 - membersOf(one).size : lengthOf(one);
  if (indefinite(two) > 1) await io.die("only one [c*] repeat construct may appear in string2");
  if (!translating) {
    if (indefinite(two) > 0) await io.die("the [c*] construct may appear in string2 only when translating");
    return two;
  }
  const missing = Math.max(0, length - lengthOf(two));
  const filled = two.map((element) =>
    element.type === "repeat" && element.count === 0 ? { ...element, count: missing } : element,
  );
  return extended(io, strings, filled, length);
}

async function extended(io: Stdio, strings: Strings, two: readonly Element[], length: number) {
  const { one, complement, truncate } = strings;
  if (two.some(({ type }) => type === "equivalence"))
    await io.die("[=c=] expressions may not appear in string2 when translating");
  if (two.some((element) => element.type === "class" && !isCase(element)))
    await io.die("when translating, the only character classes that may appear in\nstring2 are 'upper' and 'lower'");
  const cases = complement ? 0 : await caseClasses(io, one, two);
  const [x, y] = [length - cases * 25, lengthOf(two) - cases * 25];
  let filled = two;
  if (x > y && !truncate) {
    if (y === 0) await io.die("when not truncating set1, string2 must be non-empty");
    const last = two.at(-1)!;
    if (last.type === "class")
      await io.die(
        "when translating with string1 longer than string2,\nthe latter string must not end with a character class",
      );
    filled = [...two, { type: "repeat", byte: lastByte(last), count: x - y }];
  }
  const same = new Set(filled.flatMap((element) => bytesOf(element))).size === 1;
  if (complement && one.some(({ type }) => type === "class") && !(lengthOf(filled) === length && same))
    await io.die(
      "when translating with complemented character classes,\nstring2 must map all characters in the domain to one",
    );
  return filled;
}

const lastByte = (element: Element): number =>
  element.type === "range" ? element.last : element.type === "class" ? 0 : element.byte;

/** Where a class of case in the second string begins, one must begin in the first: how many there are. */
async function caseClasses(io: Stdio, one: readonly Element[], two: readonly Element[]): Promise<number> {
  let count = 0;
  for (const { first, second } of pairs(one, two)) {
    if (!second.begins || !isCase(second.element)) continue;
    if (!(first.begins && isCase(first.element))) await io.die("misaligned [:upper:] and/or [:lower:] construct");
    count++;
  }
  return count;
}

interface Place {
  readonly element: Element | undefined;
  readonly begins: boolean;
  /** undefined beyond the end. */
  readonly byte: number | undefined;
}

/** Side by side, byte by byte; two classes of case as one. */
function* pairs(one: readonly Element[], two: readonly Element[]): Generator<{ first: Place; second: Place }> {
  const [a, b] = [new Cursor(one), new Cursor(two)];
  for (;;) {
    const [first, second] = [a.next(), b.next()];
    yield { first, second };
    if (first.byte === undefined || second.byte === undefined) return;
    if (second.begins && isCase(second.element)) {
      a.skip();
      b.skip();
    }
  }
}

class Cursor {
  readonly #elements: readonly Element[];
  #at = 0;
  #within = 0;

  constructor(elements: readonly Element[]) {
    this.#elements = elements.filter((element) => bytesOf(element).length > 0);
  }

  next(): Place {
    const element = this.#elements[this.#at];
    if (element === undefined) return { element, begins: false, byte: undefined };
    const bytes = bytesOf(element);
    const place = { element, begins: this.#within === 0, byte: bytes[this.#within] };
    if (++this.#within === bytes.length) this.skip();
    return place;
  }

  /** What is left of a construct. */
  skip(): void {
    if (this.#within === 0) return;
    this.#at++;
    this.#within = 0;
  }
}

/** What each byte becomes. */
export function tableOf(one: readonly Element[], two: readonly Element[], complement: boolean): Uint8Array {
  const table = Uint8Array.from(all);
  if (complement) {
    const inside = membersOf(one);
    const targets = two.flatMap((element) => bytesOf(element));
    for (const [at, byte] of all.filter((byte) => !inside.has(byte)).entries())
      if (at < targets.length) table[byte] = targets[at]!;
    return table;
  }
  for (const { first, second } of pairs(one, two)) {
    const [from, to] = [caseOf(first), caseOf(second)];
    if (from !== undefined && to !== undefined && from !== to)
      for (const [at, byte] of classes[from]!.entries()) table[byte] = classes[to]![at]!;
    else if (first.byte !== undefined && second.byte !== undefined) table[first.byte] = second.byte;
  }
  return table;
}

const caseOf = ({ element, begins }: Place): string | undefined =>
  begins && element?.type === "class" && isCase(element) ? element.name : undefined;
