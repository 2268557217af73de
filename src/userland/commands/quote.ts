import { unitAt } from "./utf8.ts";

/** The styles of gnulib's lib/quotearg.c, by the names that `ls --quoting-style` has for them. */
export type QuotingStyle =
  | "literal"
  | "shell"
  | "shell-always"
  | "shell-escape"
  | "shell-escape-always"
  | "c"
  | "c-maybe"
  | "escape"
  | "locale"
  | "clocale";

export interface Quoting {
  /** Whether LC_CTYPE is a UTF-8 locale; else bytes above 0x7e are unprintable. */
  readonly utf8: boolean;
  /** More characters that must not stand bare. */
  readonly also?: string;
}

const plain = /^[%+,\-./0-9:A-Z\]_a-z@]+$/;
const letters: Readonly<Record<string, string>> = {
  "\x07": "a",
  "\b": "b",
  "\f": "f",
  "\n": "n",
  "\r": "r",
  "\t": "t",
  "\v": "v",
};

/** A latin1 byte string in a style of quotearg(3): byte for byte what gnulib's quotearg_buffer makes of it. */
export function quoteIn(style: QuotingStyle, text: string, { utf8, also = "" }: Quoting): string {
  if (style === "literal") return text;
  switch (style) {
    case "c":
      return `"${escaped(text, utf8, '"', also)}"`;
    case "c-maybe":
      return needsC(text, utf8, also) ? `"${escaped(text, utf8, '"', "")}"` : text;
    case "escape":
      return escaped(text, utf8, "", also);
    case "locale":
    case "clocale": {
      const [left, right] = marks(style, utf8);
      return `${left}${escaped(text, utf8, right, also)}${right}`;
    }
    case "shell":
    case "shell-escape": {
      const escapes = style === "shell-escape";
      return needsShell(text, utf8, escapes, also) ? inShell(text, utf8, escapes) : text;
    }
    default:
      return inShell(text, utf8, style === "shell-escape-always");
  }
}

/** gettext_quote: ‘’ where the locale can show them. */
function marks(style: "locale" | "clocale", utf8: boolean): readonly [string, string] {
  if (utf8) return ["\xe2\x80\x98", "\xe2\x80\x99"];
  return style === "clocale" ? ['"', '"'] : ["'", "'"];
}

function* units(text: string, utf8: boolean): Generator<{ bytes: string; printable: boolean }> {
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    const unit = utf8 && code >= 0x80 ? unitAt(text, at) : { bytes: text[at]!, printable: code >= 0x20 && code < 0x7f };
    yield unit;
    at += unit.bytes.length;
  }
}

const octal = (bytes: string): string =>
  [...bytes].map((byte) => `\\${byte.charCodeAt(0).toString(8).padStart(3, "0")}`).join("");

/** An unprintable unit after a backslash; NUL takes one digit where no digit follows it. */
function escapeOf(bytes: string, next: string | undefined): string {
  if (bytes === "\0" && !(next !== undefined && next >= "0" && next <= "9")) return "\\0";
  const letter = letters[bytes];
  return letter === undefined ? octal(bytes) : `\\${letter}`;
}

/** The inside of the styles with backslashes. */
function escaped(text: string, utf8: boolean, right: string, also: string): string {
  if (plain.test(text) && also === "") return text;
  let result = "";
  let at = 0;
  for (const { bytes, printable } of units(text, utf8)) {
    at += bytes.length;
    if (!printable) result += escapeOf(bytes, text[at]);
    else if (bytes === "\\" || bytes === right || also.includes(bytes)) result += `\\${bytes}`;
    else result += bytes;
  }
  return result;
}

/** Whether c-maybe cannot leave the quotes away. A backslash alone does not need them. */
function needsC(text: string, utf8: boolean, also: string): boolean {
  for (const { bytes, printable } of units(text, utf8))
    if (!printable || bytes === '"' || also.includes(bytes)) return true;
  return false;
}

/** What a shell would see something in, anywhere in a word. */
const special = " !\"$&()*;<=>[^`|?\\'\n\r\t";

function needsShell(text: string, utf8: boolean, escapes: boolean, also: string): boolean {
  if (text === "" || text === "{" || text === "}" || text.startsWith("#") || text.startsWith("~")) return true;
  if (plain.test(text) && also === "") return false;
  for (const { bytes, printable } of units(text, utf8))
    if (special.includes(bytes) || also.includes(bytes) || (escapes && !printable)) return true;
  return false;
}

/** Within '…', with unprintable bytes as '$'\n'' where the style escapes; "…" where only an apostrophe is in the way. */
function inShell(text: string, utf8: boolean, escapes: boolean): string {
  if (plain.test(text)) return `'${text}'`;
  if (text.includes("'") && fitsDoubleQuotes(text, utf8)) return `"${text}"`;
  // gnulib reads a text with an apostrophe twice, and the second reading begins as the first one ended.
  let within = escapes && text.includes("'") && endsEscaped(text, utf8);
  let result = "'";
  for (const { bytes, printable } of units(text, utf8)) {
    if (bytes === "'") {
      result += "'\\''";
      within = false;
    } else if (escapes && !printable) {
      result += `${within ? "" : "'$'"}${bytes === "\0" ? "\\0" : escapeOf(bytes, undefined)}`;
      within = true;
    } else {
      result += `${within ? "''" : ""}${bytes}`;
      within = false;
    }
  }
  return `${result}'`;
}

/** Whether the last unit is written as $'…'. */
function endsEscaped(text: string, utf8: boolean): boolean {
  let last = true;
  for (const { printable } of units(text, utf8)) last = printable;
  return !last;
}

/** Whether all means the same within double quotes, to C and to a shell. */
function fitsDoubleQuotes(text: string, utf8: boolean): boolean {
  let first = true;
  for (const { bytes, printable } of units(text, utf8)) {
    if (!printable || '!"$&()*;<=>[^`|?\\'.includes(bytes)) return false;
    if ("#~".includes(bytes) && !first) return false;
    if ("{}".includes(bytes) && text.length > 1) return false;
    first = false;
  }
  return true;
}
