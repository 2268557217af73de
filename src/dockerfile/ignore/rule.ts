import { BadPattern, matchGlob } from "../match-glob.ts";
import { cleanPath } from "../path-text.ts";
import { trim } from "../space.ts";
import { readRegex, runAutomaton, type Step } from "./automaton.ts";
import { mobyPattern } from "./regex.ts";

/** One line of .dockerignore, or one --exclude. */
export interface Rule {
  /** Cleaned, without `!`. */
  readonly pattern: string;
  /** `!`: takes back in what rules above it left out. */
  readonly exception: boolean;
  /** Whether the pattern matches this very path (as text). */
  readonly matches: (path: string) => boolean;
}

/**
 * Reads a rule as moby/patternmatcher's New does; undefined for an empty one.
 * @throws BadPattern
 */
export function readRule(text: string): Rule | undefined {
  const trimmed = trim(text);
  if (trimmed === "") return undefined;
  const cleaned = cleanPath(trimmed);
  const exception = cleaned.startsWith("!");
  const pattern = exception ? cleaned.slice(1) : cleaned;
  if (pattern === "") throw new BadPattern("! stands alone");
  matchGlob(pattern, ".");
  return { pattern, exception, matches: matcher(pattern) };
}

function matcher(pattern: string): Rule["matches"] {
  const { type, regex } = mobyPattern(pattern);
  switch (type) {
    case "exact":
      return (path) => path === pattern;
    case "prefix": {
      const prefix = pattern.slice(0, -2);
      return (path) => path.startsWith(prefix);
    }
    case "suffix": {
      const suffix = pattern.slice(2);
      return (path) => path.endsWith(suffix) || (suffix.startsWith("/") && path === suffix.slice(1));
    }
    case "regex":
      return regexMatcher(readRegex(regex));
  }
}

function regexMatcher(steps: readonly Step[]): Rule["matches"] {
  // Nearly every path is refused by these two, at the cost of two comparisons.
  const start = literalStart(steps);
  const end = literalStart(steps.toReversed(), true);
  return (path) => path.startsWith(start) && path.endsWith(end) && runAutomaton(steps, path);
}

function literalStart(steps: readonly Step[], reverse = false): string {
  const literals: string[] = [];
  for (const step of steps) {
    if (step.type !== "one" || step.literal === undefined) break;
    literals.push(step.literal);
  }
  return (reverse ? literals.reverse() : literals).join("");
}
