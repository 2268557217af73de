import type { Process } from "../kernel/process.ts";
import { Exit, type Impossible } from "../kernel/program.ts";

/** An option of the real tool. All that it has are listed: one that is not is unknown to the tool itself, in its words. */
export interface Option {
  /** Letters, each an alias. */
  readonly short?: string;
  /** Names without dashes, each an alias. */
  readonly long?: string | readonly string[];
  readonly value?: "required" | "optional";
  /** The real tool has it and we do not: why, as the end of a sentence. Never run, never ignored. */
  readonly refused?: string;
}

export type Options<Name extends string> = Readonly<Record<Name, Option>>;

export interface Given<Name extends string> {
  readonly name: Name;
  readonly value: string | undefined;
  /** As it was written, for messages: "-m", "--mode". */
  readonly as: string;
}

/** A command line, understood. */
export interface Arguments<Name extends string> {
  /** In order: the last one often wins. */
  readonly given: readonly Given<Name>[];
  readonly operands: readonly string[];
  has(name: Name): boolean;
  /** Of the last one. */
  value(name: Name): string | undefined;
  values(name: Name): readonly string[];
}

/** getopt(3): "permute" takes options wherever they stand, "in-order" stops at the first operand. */
export type Order = "permute" | "in-order";

/** A word that is not known before the RUN. */
export type Word = string | undefined;

/** What getopt_long(3) says of a wrong command line, without the tool's name. */
export class Misuse extends Error {
  /** Where it is not the tool's usual one. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.name = "Misuse";
    this.status = status;
  }
}

/** Throws `Misuse`. An unknown word counts as an operand, or as the value of the option before it. */
export function parseOptions<Name extends string>(
  words: readonly Word[],
  options: Options<Name>,
  order: Order = "permute",
): { readonly given: readonly Given<Name>[]; readonly operands: readonly Word[] } {
  const operands: Word[] = [];
  return { given: [...readOptions(words, options, operands, order)], operands };
}

/**
 * One option after the other, for tools that act on each before they look at the next, as a loop
 * around getopt_long(3) does; what is no option is added to `operands`. Throws `Misuse`.
 */
export function* readOptions<Name extends string>(
  words: readonly Word[],
  options: Options<Name>,
  operands: Word[],
  order: Order = "permute",
): Generator<Given<Name>> {
  const rest = [...words];
  while (rest.length > 0) {
    const word = rest.shift();
    if (word === "--") {
      operands.push(...rest);
      return;
    }
    if (word === undefined || word === "-" || !word.startsWith("-")) {
      operands.push(word);
      if (order === "permute") continue;
      operands.push(...rest);
      return;
    }
    if (word.startsWith("--")) yield longOption(word, rest, options);
    else yield* shortOptions(word, rest, options);
  }
}

function longOption<Name extends string>(word: string, rest: Word[], options: Options<Name>): Given<Name> {
  const equals = word.indexOf("=");
  const written = equals < 0 ? word.slice(2) : word.slice(2, equals);
  const inline = equals < 0 ? undefined : word.slice(equals + 1);
  const name = longName(written, options);
  const { value } = options[name.option];
  if (value === undefined && inline !== undefined)
    throw new Misuse(`option '--${name.long}' doesn't allow an argument`);
  if (value !== "required" || inline !== undefined) return { name: name.option, value: inline, as: `--${name.long}` };
  if (rest.length === 0) throw new Misuse(`option '--${name.long}' requires an argument`);
  return { name: name.option, value: rest.shift(), as: `--${name.long}` };
}

/** Any unambiguous beginning will do; one that means the same option everywhere is none. */
function longName<Name extends string>(written: string, options: Options<Name>) {
  const names = (Object.entries(options) as [Name, Option][]).flatMap(([option, { long = [] }]) =>
    [long].flat().map((name) => ({ option, long: name as string })),
  );
  const exact = names.find(({ long }) => long === written);
  if (exact !== undefined) return exact;
  const close = names.filter(({ long }) => long.startsWith(written));
  if (close.length === 0) throw new Misuse(`unrecognized option '--${written}'`);
  if (close.every(({ option }) => option === close[0]!.option)) return close[0]!;
  const possibilities = close.map(({ long }) => `'--${long}'`).join(" ");
  throw new Misuse(`option '--${written}' is ambiguous; possibilities: ${possibilities}`);
}

function* shortOptions<Name extends string>(
  word: string,
  rest: Word[],
  options: Options<Name>,
): Generator<Given<Name>> {
  for (let at = 1; at < word.length; at++) {
    const letter = word[at]!;
    const name = (Object.keys(options) as Name[]).find((option) => options[option].short?.includes(letter));
    if (name === undefined) throw new Misuse(`invalid option -- '${letter}'`);
    const as = `-${letter}`;
    const { value } = options[name];
    if (value === undefined) {
      yield { name, value: undefined, as };
      continue;
    }
    const attached = word.slice(at + 1);
    if (attached !== "" || value === "optional") yield { name, value: attached === "" ? undefined : attached, as };
    else if (rest.length === 0) throw new Misuse(`option requires an argument -- '${letter}'`);
    else yield { name, value: rest.shift(), as };
    return;
  }
}

/** The first option that the real tool has and we do not. */
export function refusedOption<Name extends string>(
  given: readonly Given<Name>[],
  options: Options<Name>,
): Impossible | undefined {
  for (const { name, as } of given) {
    const reason = options[name].refused;
    if (reason !== undefined) return { word: as, reason };
  }
  return undefined;
}

export function argumentsOf<Name extends string>(
  given: readonly Given<Name>[],
  operands: readonly string[],
): Arguments<Name> {
  return {
    given,
    operands,
    has: (wanted) => given.some(({ name }) => name === wanted),
    value: (wanted) => given.findLast(({ name }) => name === wanted)?.value,
    values: (wanted) => given.flatMap(({ name, value }) => (name === wanted && value !== undefined ? [value] : [])),
  };
}

/** Prints what is wrong as GNU tools do, and ends the program. */
export async function misuse(
  proc: Process,
  message: string,
  status: number,
  hint = (name: string) => `Try '${name} --help' for more information.`,
): Promise<never> {
  const name = proc.args[0] ?? "";
  await proc.err(`${name}: ${message}\n${hint(name)}\n`);
  throw new Exit(status);
}
