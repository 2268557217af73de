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
      // moby cuts off two bytes, of three that a byte order mark has: nothing ends like that.
      if (pattern.startsWith("\ufeff")) return () => false;
      const suffix = pattern.slice(2);
      return (path) => path.endsWith(suffix) || (suffix.startsWith("/") && path === suffix.slice(1));
    }
    case "regex":
      return regexMatcher(readRegex(regex));
  }
}

function regexMatcher(steps: readonly Step[]): Rule["matches"] {
  const literals = literalRuns(steps);
  // Nearly every path is refused by these, without a run of the automaton.
  const end = steps.at(-1)?.literal === undefined ? "" : literals.at(-1)!;
  const longest = literals.reduce((best, run) => (run.length > best.length ? run : best), "");
  return (path) => path.endsWith(end) && path.includes(longest) && runAutomaton(steps, path);
}

/** The texts that every match holds: steps in a row that match one character each. */
function literalRuns(steps: readonly Step[]): readonly string[] {
  const runs = [""];
  for (const { literal } of steps) {
    if (literal === undefined) runs.push("");
    else runs.push(runs.pop()! + literal);
  }
  return runs;
}
