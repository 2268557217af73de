import type { Location, SourceText } from "../../errors.ts";
import { limits } from "../../limits.ts";
import { problem } from "../errors.ts";
import { BadPattern } from "../match-glob.ts";
import { cleanPath, pathText } from "../path-text.ts";
import { trim } from "../space.ts";
import type { Word } from "../syntax.ts";
import { readRule, type Rule } from "./rule.ts";

/** The numbers of the rules that matched a directory or one above it, rising. Handed down to what the directory holds. */
export type Matched = readonly number[];

/**
 * The rules of a .dockerignore, of --exclude or of COPY --parents. Paths are relative to the root of what is copied, bytes in latin1
 * form, without `.`, `..` or slashes at their ends.
 */
export interface Ignore {
  /** Each with its text and place. */
  readonly rules: readonly (Rule & Word)[];
  /** Whether the path is left out, as a walk from the root finds it. */
  ignores(path: string): boolean;
  /** The same for a walker, which has the answer for the directory above (undefined at the root). */
  visit(path: string, above: Matched | undefined): { readonly ignored: boolean; readonly matched: Matched };
  /** Whether a `!` rule might take something back in beneath a directory that is left out; where not, skip it. */
  mayHaveExceptionsBelow(directory: string): boolean;
}

/**
 * Reads a .dockerignore by moby's rules: patterns are anchored at the root, the last rule that matches a path or a
 * directory above it decides. Pure; throws `dockerfile/bad-ignore-rule` with the line.
 */
export function parseIgnore(source: SourceText): Ignore {
  const lines = source.text.replace(/^\ufeff/, "").split("\n");
  const rules = lines.flatMap((line, index) => {
    const where: Location = { source, line: index + 1, column: 1, endColumn: line.length + 1 };
    if (Buffer.byteLength(line) > limits.dockerfileLine)
      throw badRule(`more than ${limits.dockerfileLine} bytes`, line, where);
    return line.startsWith("#") ? [] : ruleAt(normalised(trim(line)), where);
  });
  return ignoreOf(rules);
}

/** The rules of --exclude flags, and what COPY --parents names: one pattern each, cleaned as a path. */
export const readPatterns = (patterns: readonly Word[]): Ignore =>
  ignoreOf(patterns.flatMap(({ text, where }) => ruleAt(text, where)));

/** moby's ignorefile.ReadAll: the pattern is cleaned, and begins at the root with or without a slash. */
function normalised(line: string): string {
  const exception = line.startsWith("!");
  const pattern = exception ? trim(line.slice(1)) : line;
  const cleaned = pattern === "" ? "" : cleanPath(pattern);
  const relative = cleaned.length > 1 && cleaned.startsWith("/") ? cleaned.slice(1) : cleaned;
  return exception ? `!${relative}` : relative;
}

function ruleAt(text: string, where: Location): (Rule & Word)[] {
  try {
    const rule = readRule(text);
    return rule ? [{ ...rule, text, where }] : [];
  } catch (error) {
    if (error instanceof BadPattern) throw badRule(error.message, text, where);
    throw error;
  }
}

function ignoreOf(rules: Ignore["rules"]): Ignore {
  const exceptions = rules
    .filter((rule) => rule.exception)
    .map(({ pattern }) => {
      const prefix = pattern.replace(/[*?[\]^\\].*$/s, "");
      return { prefix, literal: prefix === pattern };
    });
  const visit = (path: string, above: Matched = []) => visitPath(rules, pathText(path), above);
  return {
    rules,
    visit,
    ignores(path) {
      let above: Matched | undefined;
      for (let slash = path.indexOf("/"); slash !== -1; slash = path.indexOf("/", slash + 1)) {
        above = visit(path.slice(0, slash), above).matched;
      }
      return visit(path, above).ignored;
    },
    mayHaveExceptionsBelow(directory) {
      const inside = `${pathText(directory)}/`;
      return exceptions.some(
        // Where a literal exception names the directory or one above it, a later rule has overruled it for good.
        ({ prefix, literal }) => prefix.startsWith(inside) || (!literal && inside.startsWith(prefix)),
      );
    },
  };
}

/** moby's MatchesUsingParentResults, which BuildKit walks with: a rule that would change nothing is not tried. */
function visitPath(rules: readonly Rule[], path: string, above: Matched): { ignored: boolean; matched: Matched } {
  const matched: number[] = [];
  let ignored = false;
  let known = 0;
  for (let index = 0; index < rules.length; index++) {
    const rule = rules[index]!;
    const matchedAbove = above[known] === index;
    if (matchedAbove) known++;
    else if (rule.exception !== ignored || !rule.matches(path)) continue;
    matched.push(index);
    ignored = !rule.exception;
  }
  return { ignored, matched };
}

const badRule = (reason: string, line: string, where: Location) =>
  problem("dockerfile/bad-ignore-rule", `${line.slice(0, 80)} is no pattern of paths: ${reason}`, {
    where,
    help: "mend or delete the line. A [, ], * or ? that is part of a name needs a \\ before it",
  });
