import type { Substitution } from "./command.ts";
import { delimited } from "./delimited.ts";
import { unescape } from "./escapes.ts";
import { fileName } from "./file-name.ts";
import type { Patterns } from "./patterns.ts";
import { parseReplacement } from "./replacement.ts";
import { scriptErrors } from "./script-error.ts";
import { isDigit, type Source } from "./source.ts";
import { characters } from "./transliterate.ts";

interface Context {
  readonly patterns: Patterns;
  readonly utf8: boolean;
  readonly sandbox: boolean;
}

interface Flags {
  global: boolean;
  print: boolean;
  ignoreCase: boolean;
  multiline: boolean;
  evaluate: boolean;
  number: number;
  file: string | undefined;
}

/** Reads what follows `s`. */
export function compileSubstitution(source: Source, { patterns, utf8, sandbox }: Context): Substitution {
  const slash = source.next();
  const pattern = delimited(source, slash, true, utf8) ?? source.fail(scriptErrors.substitute);
  const right = delimited(source, slash, false, utf8) ?? source.fail(scriptErrors.substitute);
  const replacement = parseReplacement(unescape(right, "replacement", source));
  const flags = flagsOf(source, sandbox);
  const regex = patterns.compile(pattern, flags, replacement.groups, source);
  if (flags.evaluate && sandbox) source.fail(scriptErrors.sandbox);
  const { global, print, number, file } = flags;
  return { regex, replacement, global, print, number, file };
}

/** mark_subst_opts of sed/compile.c. */
function flagsOf(source: Source, sandbox: boolean): Flags {
  const flags: Flags = {
    ...{ global: false, print: false, ignoreCase: false, multiline: false },
    ...{ evaluate: false, number: 0, file: undefined },
  };
  for (;;) {
    const character = source.nextNonBlank();
    if (character === "i" || character === "I") flags.ignoreCase = true;
    else if (character === "m" || character === "M") flags.multiline = true;
    else if (character === "e") source.refuse("s///e");
    else if (character === "p") flags.print = flags.print ? source.fail(scriptErrors.manyP) : true;
    else if (character === "g") flags.global = flags.global ? source.fail(scriptErrors.manyG) : true;
    else if (character === "w") return { ...flags, file: fileName(source, sandbox) };
    else if (isDigit(character)) {
      if (flags.number > 0) source.fail(scriptErrors.manyNumbers);
      flags.number = source.number(character);
      if (flags.number === 0) source.fail(scriptErrors.zero);
    } else if (character === "}" || character === "#") {
      source.back(character);
      return flags;
    } else if (character === "" || character === "\n" || character === ";") return flags;
    else if (character !== "\r" || source.next() !== "\n") source.fail(scriptErrors.option);
    else return flags;
  }
}

/** Reads what follows `y`. */
export function compileTransliteration(source: Source, utf8: boolean): ReadonlyMap<string, string> {
  const slash = source.next();
  const side = (): readonly string[] => {
    const text = delimited(source, slash, false, utf8) ?? source.fail(scriptErrors.transliterate);
    return characters(unescape(text, "text", source), utf8);
  };
  const [from, to] = [side(), side()];
  if (from.length !== to.length) source.fail(scriptErrors.lengths);
  const map = new Map<string, string>();
  // In UTF-8 the first of several counts, among bytes the last.
  from.forEach((character, index) => {
    if (!utf8 || !map.has(character)) map.set(character, to[index]!);
  });
  return map;
}
