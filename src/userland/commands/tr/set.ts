/** A construct of a string of tr. A repeat of 0 fills up. */
export type Element =
  | { readonly type: "range"; readonly first: number; readonly last: number }
  | { readonly type: "class"; readonly name: string }
  | { readonly type: "equivalence"; readonly byte: number }
  | { readonly type: "repeat"; readonly byte: number; readonly count: number };

const member = (pattern: RegExp): readonly number[] =>
  Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => pattern.test(String.fromCharCode(byte)));

/** In C and C.UTF-8 alike: a byte above 0x7f is in none. */
export const classes: Readonly<Record<string, readonly number[]>> = {
  alnum: member(/[0-9A-Za-z]/),
  alpha: member(/[A-Za-z]/),
  blank: member(/[ \t]/),
  cntrl: member(/[\0-\x1f\x7f]/),
  digit: member(/[0-9]/),
  graph: member(/[!-~]/),
  lower: member(/[a-z]/),
  print: member(/[ -~]/),
  punct: member(/[!-/:-@[-`{-~]/),
  space: member(/[ \t-\r]/),
  upper: member(/[A-Z]/),
  xdigit: member(/[0-9A-Fa-f]/),
};

/** The bytes of a construct, in order. */
export function bytesOf(element: Element): readonly number[] {
  switch (element.type) {
    case "range":
      return Array.from({ length: element.last - element.first + 1 }, (_, at) => element.first + at);
    case "class":
      return classes[element.name]!;
    case "equivalence":
      return [element.byte];
    case "repeat":
      return Array.from({ length: Math.min(element.count, maxUseful) }, () => element.byte);
  }
}

/** No string has more bytes to be translated. */
const maxUseful = 256;

export const lengthOf = (elements: readonly Element[]): number =>
  elements.reduce((sum, one) => sum + (one.type === "repeat" ? one.count : bytesOf(one).length), 0);

export const membersOf = (elements: readonly Element[]): ReadonlySet<number> =>
  new Set(elements.flatMap((element) => bytesOf(element)));

export const isCase = (element: Element | undefined): boolean =>
  element?.type === "class" && (element.name === "upper" || element.name === "lower");
