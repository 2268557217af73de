import { findIgnoreFile, ignoreNothing, type IgnoreRules } from "../context/ignore.ts";
import { type Ignore, type Matched, parseIgnore } from "../dockerfile/ignore/ignore.ts";

/** The rules of the ignore file that counts for a context: the Dockerfile's own, else .dockerignore. */
export function readIgnoreRules(context: string, dockerfile: string | undefined): IgnoreRules {
  const file = findIgnoreFile(context, dockerfile);
  if (file === undefined) return ignoreNothing;
  const rules = parseIgnore(file);
  return {
    hiddenBy: (path) => hidingLine(rules, path),
    mayShowBeneath: (directory) => rules.mayHaveExceptionsBelow(directory),
  };
}

/** The last rule that matches a path or a directory above it decides. */
function hidingLine(ignore: Ignore, path: string) {
  let matched: Matched | undefined;
  let ignored = false;
  for (let slash = path.indexOf("/"); ; slash = path.indexOf("/", slash + 1)) {
    ({ ignored, matched } = ignore.visit(slash < 0 ? path : path.slice(0, slash), matched));
    if (slash < 0) break;
  }
  if (!ignored || matched === undefined) return undefined;
  const rule = ignore.rules[matched.lastIndexOf(1)];
  return rule === undefined ? undefined : { line: rule.where.line, text: rule.text };
}
