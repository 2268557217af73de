/** The choices in which dialects differ: RE_… of glibc's regex.h, where each is explained. */
export type SyntaxBit =
  | "backslashEscapeInLists"
  | "backslashPlusQuestion"
  | "characterClasses"
  | "contextIndependentAnchors"
  | "contextIndependentOperators"
  | "contextInvalidOperators"
  | "contextInvalidInterval"
  | "dotNewline"
  | "dotNotNull"
  | "hatListsNotNewline"
  | "intervals"
  | "limitedOperators"
  | "newlineAlternates"
  | "noBackslashBraces"
  | "noBackslashParens"
  | "noBackReferences"
  | "noBackslashBar"
  | "noEmptyRanges"
  | "unmatchedRightParenOrdinary"
  | "invalidIntervalOrdinary"
  | "noGnuOperators";

export type Syntax = ReadonlySet<SyntaxBit>;

const common = ["characterClasses", "dotNewline", "dotNotNull", "intervals", "noEmptyRanges"] as const;
const basic = [...common, "backslashPlusQuestion", "contextInvalidInterval"] as const;
const extended = [
  ...common,
  "contextIndependentAnchors",
  "contextIndependentOperators",
  "noBackslashBraces",
  "noBackslashParens",
  "noBackslashBar",
  "contextInvalidOperators",
  "unmatchedRightParenOrdinary",
] as const;

export const syntaxOf = (bits: Iterable<SyntaxBit>, without: readonly SyntaxBit[] = []): Syntax =>
  new Set([...bits].filter((bit) => !without.includes(bit)));

/** RE_SYNTAX_… by name, and what regcomp(3) and GNU sed make of them. */
export const syntaxes = {
  emacs: syntaxOf([]),
  posixBasic: syntaxOf(basic),
  posixExtended: syntaxOf(extended),
  posixMinimalBasic: syntaxOf([...common, "limitedOperators"]),
  awk: syntaxOf([
    "backslashEscapeInLists",
    "dotNotNull",
    "noBackslashParens",
    "noBackReferences",
    "noBackslashBar",
    "noEmptyRanges",
    "dotNewline",
    "contextIndependentAnchors",
    "characterClasses",
    "unmatchedRightParenOrdinary",
    "noGnuOperators",
  ]),
  gnuAwk: syntaxOf(
    [...extended, "backslashEscapeInLists", "invalidIntervalOrdinary"],
    ["dotNotNull", "contextIndependentOperators", "contextInvalidOperators"],
  ),
  posixAwk: syntaxOf([...extended, "backslashEscapeInLists", "noGnuOperators", "invalidIntervalOrdinary"]),
  grep: syntaxOf([...basic, "newlineAlternates"], ["contextInvalidInterval", "dotNotNull"]),
  egrep: syntaxOf(
    [...extended, "invalidIntervalOrdinary", "newlineAlternates"],
    ["contextInvalidOperators", "dotNotNull"],
  ),
  /** regcomp(3) without and with REG_EXTENDED. */
  regcompBasic: syntaxOf(basic),
  regcompExtended: syntaxOf(extended),
  sedBasic: syntaxOf(basic, ["dotNotNull", "unmatchedRightParenOrdinary"]),
  sedExtended: syntaxOf(extended, ["dotNotNull", "unmatchedRightParenOrdinary"]),
} satisfies Readonly<Record<string, Syntax>>;
