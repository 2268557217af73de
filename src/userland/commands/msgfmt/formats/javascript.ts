import { type ArgumentType, type Format, invalidConversion, unterminated } from "./format.ts";

type Spec = readonly (readonly [number: number, type: ArgumentType])[];

const mixed =
  "The string refers to arguments both through absolute argument numbers and through unnumbered argument specifications.";

const types: Readonly<Record<string, ArgumentType>> = {
  "%": "none",
  c: "character",
  s: "string",
  b: "integer",
  d: "integer",
  o: "integer",
  x: "integer",
  X: "integer",
  f: "float",
  j: "any",
};

/** `%s`, `%2$d`: gettext 0.21 format-javascript.c. */
export const javascript: Format<Spec> = {
  parse(text) {
    const numbered: [number, ArgumentType][] = [];
    const plain: [number, ArgumentType][] = [];
    let directives = 0;
    for (let at = text.indexOf("%"); at >= 0; at = text.indexOf("%", at)) {
      at++;
      directives++;
      const number = /^([0-9]+)\$/.exec(text.slice(at, at + 64))?.[1];
      if (number !== undefined) {
        if (uint(number) === 0)
          return { reason: `In the directive number ${directives}, the argument number 0 is not a positive integer.` };
        at += number.length + 1;
      }
      at += /^[-+ 0I]*[0-9]*(?:\.[0-9]*)?/.exec(text.slice(at))![0].length;
      const char = text[at];
      if (char === undefined) return { reason: unterminated };
      const type = types[char];
      if (type === undefined) return { reason: invalidConversion(directives, char) };
      at++;
      if (type === "none") continue;
      const [mine, other] = number === undefined ? [plain, numbered] : [numbered, plain];
      if (other.length > 0) return { reason: mixed };
      mine.push([number === undefined ? plain.length + 1 : uint(number), type]);
    }
    return plain.length > 0 ? { spec: plain } : distinct(numbered);
  },

  compare(first, second, { equal, id, translation }) {
    const had = new Map(first);
    const has = new Map(second);
    for (const number of [...new Set([...had.keys(), ...has.keys()])].sort((a, b) => a - b)) {
      if (!had.has(number))
        return [`a format specification for argument ${number}, as in '${translation}', doesn't exist in '${id}'`];
      if (!has.has(number) && equal)
        return [`a format specification for argument ${number} doesn't exist in '${translation}'`];
    }
    const differs = second.find(([number, type]) => {
      const at = first.findIndex(([one]) => one === number);
      // gettext looks for "any" at the place that the argument has in the original.
      const any = first[at]![1] === "any" || second[at]?.[1] === "any";
      return first[at]![1] !== type && (equal || !any);
    });
    if (differs === undefined) return [];
    return [`format specifications in '${id}' and '${translation}' for argument ${differs[0]} are not the same`];
  },
};

/** As C's unsigned int. */
const uint = (digits: string): number => Number(BigInt.asUintN(32, BigInt(digits)));

function distinct(numbered: readonly (readonly [number, ArgumentType])[]) {
  const merged = new Map<number, ArgumentType>();
  let reason: string | undefined;
  for (const [number, type] of [...numbered].sort(([a], [b]) => a - b)) {
    const known = merged.get(number);
    if (known !== undefined && known !== type) {
      reason ??= `The string refers to argument number ${number} in incompatible ways.`;
      merged.set(number, "none");
    } else merged.set(number, type);
  }
  return reason === undefined ? { spec: [...merged] } : { reason };
}
