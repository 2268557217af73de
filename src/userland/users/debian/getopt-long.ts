import type { Impossible } from "../../kernel/program.ts";
import type { Word } from "../../commands/options.ts";

/** An option of a Perl program: its names, the first one shown; "s" a string, "i" a number. */
export interface PerlOption {
  readonly names: readonly string[];
  readonly value?: "s" | "i";
  /** The real program has it and we do not: why. */
  readonly refused?: string;
}

export type PerlOptions<Name extends string> = Readonly<Record<Name, PerlOption>>;

export interface PerlArguments<Name extends string> {
  /** In order. */
  readonly given: readonly { readonly name: Name; readonly value: string }[];
  readonly operands: readonly Word[];
  /** What GetOptions warns of; it fails then. */
  readonly warnings: readonly string[];
}

/**
 * GetOptions of Perl's Getopt::Long as it is by default: options anywhere, after "--", "-" or "+", in any
 * case, abbreviated.
 */
export function getOptions<Name extends string>(
  words: readonly Word[],
  options: PerlOptions<Name>,
): PerlArguments<Name> {
  const given: { name: Name; value: string }[] = [];
  const operands: Word[] = [];
  const warnings: string[] = [];
  const rest = [...words];
  while (rest.length > 0) {
    const word = rest.shift();
    if (word === "--") {
      operands.push(...rest);
      break;
    }
    const [, text] = (word ?? "").match(/^(?:--|-|\+)(.+)$/s) ?? [];
    if (text === undefined) {
      operands.push(word);
      continue;
    }
    const [, written = "", inline] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
    const found = optionOf(written, options);
    if (typeof found === "string") warnings.push(found);
    else {
      const value = valueOf(found.shown, options[found.name].value, inline, rest);
      if (value.warning === undefined) given.push({ name: found.name, value: value.text ?? "" });
      else warnings.push(value.warning);
    }
  }
  return { given, operands, warnings };
}

function optionOf<Name extends string>(
  written: string,
  options: PerlOptions<Name>,
): { readonly name: Name; readonly shown: string } | string {
  const all = (Object.entries(options) as [Name, PerlOption][]).flatMap(([name, { names }]) =>
    names.map((shown) => ({ name, shown })),
  );
  const wanted = written.toLowerCase();
  const exact = all.find(({ shown }) => shown === wanted);
  if (exact !== undefined) return exact;
  const close = all.filter(({ shown }) => shown.startsWith(wanted));
  const [first] = close;
  if (first === undefined) return `Unknown option: ${written}\n`;
  if (close.every(({ name }) => name === first.name)) return first;
  return `Option ${written} is ambiguous (${close.map(({ shown }) => shown).join(", ")})\n`;
}

interface Value {
  readonly text?: string;
  readonly warning?: string;
}

function valueOf(shown: string, type: PerlOption["value"], inline: string | undefined, rest: Word[]): Value {
  if (type === undefined) return inline === undefined ? {} : { warning: `Option ${shown} does not take an argument\n` };
  if (inline === "" || (inline === undefined && rest.length === 0))
    return { warning: `Option ${shown} requires an argument\n` };
  const text = inline ?? rest.shift() ?? "";
  if (type === "s") return { text };
  if (/^[-+]?_*[0-9][0-9_]*$/.test(text)) return { text: String(Number(text.replaceAll("_", ""))) };
  return { warning: `Value "${text}" invalid for option ${shown} (number expected)\n` };
}

/** The first option that the real program has and we do not. */
export function refusedPerlOption<Name extends string>(
  words: readonly Word[],
  options: PerlOptions<Name>,
): Impossible | undefined {
  for (const { name } of getOptions(words, options).given) {
    const { refused, names } = options[name];
    if (refused !== undefined) return { word: `--${names[0]}`, reason: refused };
  }
  return undefined;
}
