import type { Address } from "./command.ts";
import { delimited } from "./delimited.ts";
import type { Patterns } from "./patterns.ts";
import { scriptErrors } from "./script-error.ts";
import { isDigit, type Source } from "./source.ts";

/** Reads an address that begins with `first`; undefined where none does: compile_address of sed/compile.c. */
export function compileAddress(source: Source, first: string, patterns: Patterns, utf8: boolean): Address | undefined {
  if (first === "/" || first === "\\") return regexAddress(source, first, patterns, utf8);
  if (isDigit(first)) return lineAddress(source, first);
  if (first === "+" || first === "~") {
    const number = stepNumber(source);
    if (number === 0) return { type: "any" };
    return first === "+" ? { type: "count", count: number } : { type: "multiple", of: number };
  }
  return first === "$" ? { type: "last" } : undefined;
}

function regexAddress(source: Source, first: string, patterns: Patterns, utf8: boolean): Address {
  const slash = first === "\\" ? source.next() : first;
  const text = delimited(source, slash, true, utf8) ?? source.fail(scriptErrors.addressRegex);
  let [ignoreCase, multiline] = [false, false];
  for (;;) {
    const flag = source.nextNonBlank();
    if (flag === "I") ignoreCase = true;
    else if (flag === "M") multiline = true;
    else {
      source.back(flag);
      return { type: "regex", regex: patterns.compile(text, { ignoreCase, multiline }, 0, source) };
    }
  }
}

function lineAddress(source: Source, first: string): Address {
  const line = source.number(first);
  const next = source.nextNonBlank();
  if (next !== "~") {
    source.back(next);
    return { type: "line", line };
  }
  const step = stepNumber(source);
  return step > 0 ? { type: "step", first: line, step } : { type: "line", line };
}

/** Zero where no digit comes. */
function stepNumber(source: Source): number {
  const character = source.nextNonBlank();
  if (isDigit(character)) return source.number(character);
  source.back(character);
  return 0;
}
