import { Refusal } from "../../kernel/refusal.ts";
import type { Distribution } from "./check-plural.ts";
import type { Format } from "./formats/format.ts";
import { javascript } from "./formats/javascript.ts";
import { pythonBrace } from "./formats/python-brace.ts";
import { python } from "./formats/python.ts";
import { formatLanguages, type Message } from "./message.ts";

const checked: Readonly<Record<string, Format<unknown>>> = {
  python: python as Format<unknown>,
  "python-brace": pythonBrace as Format<unknown>,
  javascript: javascript as Format<unknown>,
};

/**
 * What is wrong with the format strings of a message, each a line: gettext 0.21 format.c. Throws
 * `Refusal` for a language whose formats djib does not know.
 */
export function wrongFormats(
  message: Message,
  distribution: Distribution | undefined,
): { readonly lines: readonly string[]; readonly errors: number } {
  const lines: string[] = [];
  let errors = 0;
  for (const language of Object.keys(formatLanguages)) {
    const flag = message.formats.get(language);
    if (flag !== "yes" && flag !== "possible") continue;
    const format = checked[language];
    if (format === undefined)
      throw new Refusal(
        `${message.at.file}:${message.at.line}`,
        `is marked ${language}-format, which the portable executor cannot check`,
      );
    const wrong = compared(message, format, formatLanguages[language]!, distribution);
    lines.push(...wrong.flat());
    errors += wrong.length;
  }
  return { lines, errors };
}

/** The lines of each form that is wrong. */
function compared(
  { id, plural, forms, range }: Message,
  format: Format<unknown>,
  language: string,
  distribution: Distribution | undefined,
): readonly (readonly string[])[] {
  const original = format.parse(plural ?? id);
  if ("reason" in original) return [];
  const name = plural === undefined ? "msgid" : "msgid_plural";
  return forms.flatMap((form, index) => {
    const translation = plural === undefined ? "msgstr" : `msgstr[${index}]`;
    const translated = format.parse(form);
    if ("reason" in translated)
      return [
        [`'${translation}' is not a valid ${language} format string, unlike '${name}'. Reason: ${translated.reason}`],
      ];
    const equal =
      plural === undefined ||
      forms.length < 2 ||
      (distribution?.often[index] === true && !isForOne(index, range, distribution));
    const wrong = format.compare(original.spec, translated.spec, { equal, id: name, translation });
    return wrong.length > 0 ? [wrong] : [];
  });
}

/** Whether a form is for one number of the message's range at most. */
function isForOne(form: number, range: Message["range"], { rule }: Distribution): boolean {
  if (range === undefined) return false;
  const last = Math.min(range.max, range.min + 1000);
  let count = 0;
  for (let n = range.min; n <= last; n++) if (rule(BigInt(n)) === BigInt(form)) count++;
  return count <= 1;
}
