import { Refusal } from "../../kernel/refusal.ts";
import type { Encoding } from "../../regex/characters.ts";
import { checkBrackets } from "../../regex/confusing-brackets.ts";
import { Regex } from "../../regex/regex.ts";
import { RegexError } from "../../regex/regex-error.ts";
import { syntaxes, syntaxOf } from "../../regex/syntax.ts";
import type { Pattern } from "./command.ts";
import { unescape } from "./escapes.ts";
import { ScriptError, scriptErrors } from "./script-error.ts";
import type { Source } from "./source.ts";

export interface PatternFlags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
}

/** Compiles the patterns of a script: sed/regexp.c. */
export class Patterns {
  private readonly extended: boolean;
  private readonly encoding: Encoding;
  private readonly delimiter: string;

  constructor(extended: boolean, encoding: Encoding, delimiter: string) {
    this.extended = extended;
    this.encoding = encoding;
    this.delimiter = delimiter;
  }

  /** `groups`: how many the replacement asks for. */
  compile(text: string, { ignoreCase, multiline }: PatternFlags, groups: number, source: Source): Pattern {
    if (text === "") return ignoreCase || multiline ? source.fail(scriptErrors.modifiers) : undefined;
    if (multiline && this.delimiter !== "\n")
      throw new Refusal(
        "sed -z",
        "with the flag M of a pattern looks at each part of a record for itself, which is not emulated",
      );
    const plain = this.extended ? syntaxes.sedExtended : syntaxes.sedBasic;
    const syntax = multiline ? syntaxOf([...plain, "hatListsNotNewline"], ["dotNewline"]) : plain;
    const pattern = unescape(text, "regex", source);
    try {
      const bytes = Buffer.from(pattern, "latin1");
      const regex = new Regex(bytes, { syntax, encoding: this.encoding, ignoreCase, newlineAnchor: multiline });
      if (groups > regex.groups) source.fail(`invalid reference \\${groups} on \`s' command's RHS`);
      checkConfusing(pattern);
      return regex;
    } catch (error) {
      if (error instanceof RegexError) source.fail(error.message);
      throw error;
    }
  }
}

function checkConfusing(pattern: string): void {
  try {
    checkBrackets(pattern);
  } catch (error) {
    if (error instanceof RegexError) throw new ScriptError(error.message, 4);
    throw error;
  }
}
