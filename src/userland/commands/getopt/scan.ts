/** What the options are that getopt_long(3) looks for. */
export interface Syntax {
  /** By letter. */
  readonly short: ReadonlyMap<string, "none" | "required" | "optional">;
  readonly long: readonly { readonly name: string; readonly value: "none" | "required" | "optional" }[];
  /** "permute" takes options wherever they stand, "in-order" stops at the first operand, "as-is" gives operands where they stand. */
  readonly order: "permute" | "in-order" | "as-is";
}

export type Found =
  | { readonly kind: "short" | "long"; readonly name: string; readonly value: string | undefined }
  | { readonly kind: "operand"; readonly value: string }
  | { readonly kind: "wrong"; readonly message: string };

/** Scans words as glibc does, and goes on after what is wrong. The operands come last, after "--". */
export function scan(words: readonly string[], syntax: Syntax): { readonly found: Found[]; readonly rest: string[] } {
  const found: Found[] = [];
  const operands: string[] = [];
  const left = [...words];
  while (left.length > 0) {
    const word = left.shift()!;
    if (word === "--") return { found, rest: [...operands, ...left] };
    if (word === "-" || !word.startsWith("-")) {
      if (syntax.order === "in-order") return { found, rest: [word, ...left] };
      if (syntax.order === "as-is") found.push({ kind: "operand", value: word });
      else operands.push(word);
    } else if (word.startsWith("--")) found.push(longOption(word, left, syntax));
    else found.push(...shortOptions(word, left, syntax));
  }
  return { found, rest: operands };
}

function longOption(word: string, left: string[], { long }: Syntax): Found {
  const equals = word.indexOf("=");
  const written = equals < 0 ? word.slice(2) : word.slice(2, equals);
  const inline = equals < 0 ? undefined : word.slice(equals + 1);
  const exact = long.find(({ name }) => name === written);
  const close = exact === undefined ? long.filter(({ name }) => name.startsWith(written)) : [exact];
  const wrong = (message: string): Found => ({ kind: "wrong", message });
  if (close.length === 0) return wrong(`unrecognized option '--${written}'`);
  if (close.some(({ value }) => value !== close[0]!.value) || close.length > 1)
    return wrong(
      `option '--${written}' is ambiguous; possibilities:${close.map(({ name }) => ` '--${name}'`).join("")}`,
    );
  const { name, value } = close[0]!;
  if (value === "none" && inline !== undefined) return wrong(`option '--${name}' doesn't allow an argument`);
  if (value !== "required" || inline !== undefined) return { kind: "long", name, value: inline };
  if (left.length === 0) return wrong(`option '--${name}' requires an argument`);
  return { kind: "long", name, value: left.shift() };
}

function* shortOptions(word: string, left: string[], { short }: Syntax): Generator<Found> {
  for (let at = 1; at < word.length; at++) {
    const name = word[at]!;
    const value = short.get(name);
    if (value === undefined) {
      yield { kind: "wrong", message: `invalid option -- '${name}'` };
      continue;
    }
    const attached = word.slice(at + 1);
    if (value === "none") yield { kind: "short", name, value: undefined };
    else if (attached !== "" || value === "optional")
      yield { kind: "short", name, value: attached === "" ? undefined : attached };
    else if (left.length === 0) yield { kind: "wrong", message: `option requires an argument -- '${name}'` };
    else yield { kind: "short", name, value: left.shift() };
    if (value !== "none") return;
  }
}
