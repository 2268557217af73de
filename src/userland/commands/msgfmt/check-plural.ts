import type { Diagnostics } from "./diagnostics.ts";
import { isHeader, type Message } from "./message.ts";
import { DivisionByZero, parsePlural, type PluralRule } from "./plural.ts";
import { pluralHelp } from "./plural-table.ts";

/** Which plural forms a language uses. */
export interface Distribution {
  readonly rule: PluralRule;
  /** Whether a form is for many numbers: five of 0 to 1000. */
  readonly often: readonly boolean[];
}

const germanic: Distribution = { rule: (n) => (n !== 1n ? 1n : 0n), often: [false, true] };

/** gettext 0.21 msgl-check.c, check_plural: the header's Plural-Forms against what there is. */
export function checkPlural(
  messages: readonly Message[],
  diagnostics: Diagnostics,
): { readonly errors: number; readonly distribution: Distribution | undefined } {
  const plurals = messages.filter((message) => message.plural !== undefined);
  const header = messages.find(isHeader);
  const first = plurals[0];
  if (header === undefined) {
    if (first === undefined) return { errors: 0, distribution: germanic };
    diagnostics.at(
      first.at,
      'message catalog has plural form translations, but lacks a header entry with "Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;"',
    );
    return { errors: 1, distribution: germanic };
  }
  const text = header.forms[0]!;
  const plural = after(text, "plural=");
  const count = after(text, "nplurals=");
  const missing = [plural === undefined ? "plural=EXPRESSION" : "", count === undefined ? "nplurals=INTEGER" : ""];
  if (plural === undefined || count === undefined) {
    const lacking = missing.filter((name) => name !== "" && first !== undefined);
    for (const name of lacking)
      diagnostics.pair(
        first!.at,
        "message catalog has plural form translations",
        header.at,
        `but header entry lacks a "${name}" attribute`,
        pluralHelp(text),
      );
    return { errors: lacking.length, distribution: germanic };
  }
  return checkRule(plurals, header, { plural, count }, diagnostics);
}

const after = (text: string, name: string): string | undefined => {
  const at = text.indexOf(name);
  return at < 0 ? undefined : text.slice(at + name.length);
};

function checkRule(
  plurals: readonly Message[],
  header: Message,
  { plural, count }: { readonly plural: string; readonly count: string },
  diagnostics: Diagnostics,
): { readonly errors: number; readonly distribution: Distribution | undefined } {
  const help = pluralHelp(header.forms[0]!);
  const wrong = (what: string) =>
    help === ""
      ? diagnostics.at(header.at, what)
      : diagnostics.lines(`${header.at.file}:${header.at.line}: `, `${what}\n${help}`);
  let errors = 0;
  const digits = /^[ \t\n\v\f\r]*([0-9]+)/.exec(count)?.[1];
  if (digits === undefined) {
    wrong("invalid nplurals value");
    errors++;
  }
  const rule = parsePlural(plural);
  if (rule === undefined) {
    wrong("invalid plural expression");
    errors++;
  }
  if (digits === undefined || rule === undefined) return { errors, distribution: undefined };
  const total = BigInt(digits) < 2n ** 64n ? BigInt(digits) : 2n ** 64n - 1n;
  const often = formsUsed(rule, total);
  if (typeof often === "string") {
    diagnostics.at(header.at, often);
    return { errors: 1, distribution: undefined };
  }
  const mismatch = checkCounts(plurals, header, total, diagnostics);
  return { errors: mismatch, distribution: { rule, often } };
}

/** How often the rule gives each form, or what is wrong with it: check_plural_eval. */
function formsUsed(rule: PluralRule, total: bigint): readonly boolean[] | string {
  const counts = total <= 100n ? Array.from({ length: Number(total) }, () => 0) : undefined;
  try {
    for (let n = 0n; n <= 1000n; n++) {
      const form = rule(n);
      if (form >= 2n ** 63n) return "plural expression can produce negative values";
      if (form >= total) return `nplurals = ${total} but plural expression can produce values as large as ${form}`;
      if (counts !== undefined) counts[Number(form)]!++;
    }
  } catch (error) {
    if (error instanceof DivisionByZero) return "plural expression can produce division by zero";
    throw error;
  }
  return (counts ?? []).map((count) => count >= 5);
}

function checkCounts(plurals: readonly Message[], header: Message, total: bigint, diagnostics: Diagnostics): number {
  let [fewest, most] = [plurals[0], plurals[0]];
  for (const message of plurals) {
    if (message.forms.length < fewest!.forms.length) fewest = message;
    if (message.forms.length > most!.forms.length) most = message;
  }
  const differs = (message: Message, few: string) => {
    const { length } = message.forms;
    const forms =
      length === 1 ? few : `but some messages have ${few.includes("only") ? "only " : ""}${length} plural forms`;
    diagnostics.pair(header.at, `nplurals = ${total}`, message.at, forms);
    return 1;
  };
  if (fewest === undefined || most === undefined) return 0;
  if (BigInt(fewest.forms.length) < total) return differs(fewest, "but some messages have only one plural form");
  if (BigInt(most.forms.length) > total) return differs(most, "but some messages have one plural form");
  return 0;
}
