import type { Definition } from "./parser.ts";

/** What a `#, c-format` and its like say. */
export type Flag = "yes" | "no" | "possible" | "impossible";

/** What the comments in front of a message say of it. */
export interface Marks {
  readonly fuzzy: boolean;
  /** By language: "python", "c". */
  readonly formats: ReadonlyMap<string, Flag>;
  /** Of the number that chooses the plural form. */
  readonly range: { readonly min: number; readonly max: number } | undefined;
}

export type Message = Definition & Marks;

export const unmarked: Marks = { fuzzy: false, formats: new Map(), range: undefined };

export const isHeader = ({ context, id }: Pick<Definition, "context" | "id">): boolean =>
  context === undefined && id === "";

/** gettext 0.21 message.c, format_language: what may stand in front of "-format", and its name for people. */
export const formatLanguages: Readonly<Record<string, string>> = {
  c: "C",
  objc: "Objective C",
  python: "Python",
  "python-brace": "Python brace",
  java: "Java MessageFormat",
  "java-printf": "Java printf",
  csharp: "C#",
  javascript: "JavaScript",
  scheme: "Scheme",
  lisp: "Lisp",
  elisp: "Emacs Lisp",
  librep: "librep",
  ruby: "Ruby",
  sh: "Shell",
  awk: "awk",
  lua: "Lua",
  "object-pascal": "Object Pascal",
  smalltalk: "Smalltalk",
  qt: "Qt",
  "qt-plural": "Qt plural",
  kde: "KDE",
  "kde-kuit": "KDE KUIT",
  boost: "Boost",
  tcl: "Tcl",
  perl: "Perl",
  "perl-brace": "Perl brace",
  php: "PHP",
  "gcc-internal": "GCC internal",
  "gfc-internal": "GFC internal",
  ycp: "YCP",
};

const flagPrefixes: readonly (readonly [string, Flag])[] = [
  ["no-", "no"],
  ["possible-", "possible"],
  ["impossible-", "impossible"],
];

/**
 * A special comment, `#, fuzzy, python-format`, without its "#,": all it does not name is unset, so of
 * several such lines the last one counts (gettext 0.21 read-catalog-abstract.c, po_parse_comment_special).
 */
export function marksOf(comment: string): Marks {
  const words = comment.split(/[\n \t\r\f\v,]+/).filter((word) => word !== "");
  const formats = new Map<string, Flag>();
  let fuzzy = false;
  let range: Marks["range"];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === "fuzzy") fuzzy = true;
    else if (word === "range:") range = rangeOf(words[++at] ?? "") ?? range;
    else if (word.endsWith("-format")) {
      const name = word.slice(0, -"-format".length);
      const [prefix, flag] = flagPrefixes.find(([start]) => name.startsWith(start)) ?? ["", "yes"];
      const language = name.slice(prefix.length);
      if (Object.hasOwn(formatLanguages, language)) formats.set(language, flag);
    }
  }
  return { fuzzy, formats, range };
}

function rangeOf(word: string): Marks["range"] {
  const match = /^([0-9]+)\.\.([0-9]+)/.exec(word);
  if (match === null) return undefined;
  const [min, max] = [match[1], match[2]].map((digits) => Math.min(Number(digits), 2 ** 31 - 1)) as [number, number];
  return min <= max ? { min, max } : undefined;
}
