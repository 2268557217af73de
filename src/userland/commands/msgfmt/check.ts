import { wrongFormats } from "./check-formats.ts";
import { checkPlural, type Distribution } from "./check-plural.ts";
import type { Diagnostics } from "./diagnostics.ts";
import { isHeader, type Message } from "./message.ts";

/** What msgfmt is to look at. */
export interface Checks {
  readonly formats: boolean;
  readonly header: boolean;
  readonly compatibility: boolean;
  /** The character that marks a keyboard accelerator. */
  readonly accelerator: string | undefined;
}

const fields: readonly (readonly [name: string, initial: string | undefined])[] = [
  ["Project-Id-Version", "PACKAGE VERSION"],
  ["PO-Revision-Date", "YEAR-MO-DA HO:MI+ZONE"],
  ["Last-Translator", "FULL NAME <EMAIL@ADDRESS>"],
  ["Language-Team", "LANGUAGE <LL@li.org>"],
  ["MIME-Version", undefined],
  ["Content-Type", "text/plain; charset=CHARSET"],
  ["Content-Transfer-Encoding", "ENCODING"],
  ["Language", ""],
];

/** Says what is wrong with the messages that are to be written; how much is fatal. gettext 0.21 msgl-check.c. */
export function checkMessages(messages: readonly Message[], checks: Checks, diagnostics: Diagnostics): number {
  const { errors: plural, distribution } = checks.header
    ? checkPlural(messages, diagnostics)
    : { errors: 0, distribution: undefined };
  const usable = plural > 0 ? undefined : distribution;
  return messages.reduce((errors, message) => errors + checkMessage(message, checks, usable, diagnostics), plural);
}

function checkMessage(
  message: Message,
  checks: Checks,
  distribution: Distribution | undefined,
  diagnostics: Diagnostics,
): number {
  if (checks.header && isHeader(message)) checkHeader(message, diagnostics);
  if (message.id === "") return 0;
  let errors = 0;
  const wrong = (text: string) => {
    diagnostics.at(message.at, text);
    errors++;
  };
  checkNewlines(message, "begin", (text) => text.startsWith("\n"), wrong);
  checkNewlines(message, "end", (text) => text.endsWith("\n"), wrong);
  if (checks.compatibility && message.plural !== undefined) wrong("plural handling is a GNU gettext extension");
  if (checks.formats) {
    const formats = wrongFormats(message, distribution);
    for (const line of formats.lines) diagnostics.at(message.at, line);
    errors += formats.errors;
  }
  if (checks.accelerator !== undefined && message.plural === undefined)
    checkAccelerator(message, checks.accelerator, wrong);
  return errors;
}

/** Only warnings. */
function checkHeader({ forms, at }: Message, diagnostics: Diagnostics): void {
  const warn = (text: string) => diagnostics.lines(`${at.file}:${at.line}: warning: `, `${text}\n`, "warning");
  const lines = forms[0]!.split("\n");
  for (const [name, initial] of fields) {
    const line = lines.find((one) => one.startsWith(`${name}:`));
    if (line === undefined) warn(`header field '${name}' missing in header`);
    else if (line.slice(name.length + 1).replace(/^ /, "") === initial)
      warn(`header field '${name}' still has the initial default value`);
  }
}

function checkNewlines(
  { id, plural, forms }: Message,
  verb: "begin" | "end",
  has: (text: string) => boolean,
  wrong: (text: string) => void,
): void {
  const said = (other: string) => wrong(`'msgid' and '${other}' entries do not both ${verb} with '\\n'`);
  if (plural !== undefined && has(plural) !== has(id)) said("msgid_plural");
  forms.forEach((form, index) => {
    if (has(form) !== has(id)) said(plural === undefined ? "msgstr" : `msgstr[${index}]`);
  });
}

function checkAccelerator({ id, forms }: Message, mark: string, wrong: (text: string) => void): void {
  if (id.split(mark).length !== 2) return;
  const marks = forms[0]!.replaceAll(mark + mark, "").split(mark).length - 1;
  if (marks === 0) wrong(`msgstr lacks the keyboard accelerator mark '${mark}'`);
  if (marks > 1) wrong(`msgstr has too many keyboard accelerator marks '${mark}'`);
}
