import { type ArgumentType, type Format, invalidConversion, type Parsed, unterminated } from "./format.ts";

interface Spec {
  /** In byte order of their names. */
  readonly named: readonly (readonly [name: string, type: ArgumentType])[];
  readonly unnamed: readonly ArgumentType[];
}

const mixed = "The string refers to arguments both through argument names and through unnamed argument specifications.";

const types: Readonly<Record<string, ArgumentType>> = {
  "%": "none",
  c: "character",
  s: "string",
  r: "string",
  ...Object.fromEntries([..."iduoxX"].map((char) => [char, "integer"])),
  ...Object.fromEntries([..."eEfgG"].map((char) => [char, "float"])),
};

/** `"%(name)s of %d" % …`: gettext 0.21 format-python.c. */
export const python: Format<Spec> = {
  parse(text) {
    const named: [string, ArgumentType][] = [];
    const unnamed: ArgumentType[] = [];
    let directives = 0;
    for (let at = text.indexOf("%"); at >= 0; at = text.indexOf("%", at)) {
      at++;
      directives++;
      const name = nameAt(text, at);
      if (name === undefined) return { reason: unterminated };
      if (name !== "") at += name.length;
      const [all, , , precision] = /^[-+ #0]*(\*|[0-9]+)?(\.(\*|[0-9]+)?)?[hlL]?/.exec(text.slice(at))!;
      const stars = all.split("*").length - 1;
      if (stars > 0 && named.length > 0) return { reason: mixed };
      for (let i = 0; i < stars; i++) unnamed.push("integer");
      at += all.length;
      const char = text[at];
      if (char === undefined) return { reason: unterminated };
      const type = types[char];
      if (type === undefined) return { reason: invalidConversion(directives, char) };
      const zero = precision !== undefined && /^0+$/.test(precision);
      const used = type === "string" && zero ? "any" : type;
      if (name !== "") {
        if (unnamed.length > 0) return { reason: mixed };
        named.push([name.slice(1, -1), used]);
      } else if (char !== "%") {
        if (named.length > 0) return { reason: mixed };
        unnamed.push(used);
      }
      at++;
    }
    return distinct(named, unnamed);
  },

  compare(first, second, { equal, id, translation }) {
    if (first.named.length > 0 && second.unnamed.length > 0)
      return [`format specifications in '${id}' expect a mapping, those in '${translation}' expect a tuple`];
    if (first.unnamed.length > 0 && second.named.length > 0)
      return [`format specifications in '${id}' expect a tuple, those in '${translation}' expect a mapping`];
    const names = compareNamed(first, second, { equal, id, translation });
    return [...(names === undefined ? [] : [names]), ...compareUnnamed(first, second, { equal, id, translation })];
  },
};

/** With its parentheses; "" where there is none, undefined where it does not end. */
function nameAt(text: string, at: number): string | undefined {
  if (text[at] !== "(") return "";
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    if (text[i] === "(") depth++;
    else if (text[i] === ")" && --depth === 0) return text.slice(at, i + 1);
  }
  return undefined;
}

function distinct(named: readonly (readonly [string, ArgumentType])[], unnamed: readonly ArgumentType[]): Parsed<Spec> {
  const merged = new Map<string, ArgumentType>();
  let reason: string | undefined;
  for (const [name, type] of [...named].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) {
    const known = merged.get(name);
    if (known === undefined || known === type || known === "any") merged.set(name, type);
    else if (type !== "any") {
      merged.set(name, "none");
      reason ??= `The string refers to the argument named '${name}' in incompatible ways.`;
    }
  }
  return reason === undefined ? { spec: { named: [...merged], unnamed } } : { reason };
}

const fits = (a: ArgumentType, b: ArgumentType, equal: boolean): boolean =>
  a === b || (!equal && (a === "any" || b === "any"));

function compareNamed(
  first: Spec,
  second: Spec,
  { equal, id, translation }: { readonly equal: boolean; readonly id: string; readonly translation: string },
): string | undefined {
  const had = new Map(first.named);
  const has = new Map(second.named);
  const all = [...new Set([...had.keys(), ...has.keys()])].sort((a, b) => (a < b ? -1 : 1));
  for (const name of all) {
    if (!had.has(name))
      return `a format specification for argument '${name}', as in '${translation}', doesn't exist in '${id}'`;
    if (!has.has(name) && equal)
      return `a format specification for argument '${name}' doesn't exist in '${translation}'`;
  }
  for (const [name, type] of second.named)
    if (!fits(had.get(name)!, type, equal))
      return `format specifications in '${id}' and '${translation}' for argument '${name}' are not the same`;
  return undefined;
}

function compareUnnamed(
  first: Spec,
  second: Spec,
  { equal, id, translation }: { readonly equal: boolean; readonly id: string; readonly translation: string },
): readonly string[] {
  if (first.unnamed.length !== second.unnamed.length)
    return [`number of format specifications in '${id}' and '${translation}' does not match`];
  return second.unnamed.flatMap((type, index) =>
    fits(first.unnamed[index]!, type, equal)
      ? []
      : [`format specifications in '${id}' and '${translation}' for argument ${index + 1} are not the same`],
  );
}
