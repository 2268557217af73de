import { findIgnoreFile, ignoreNothing, type IgnoreLine, type IgnoreRules } from "../context/ignore.ts";
import { type Ignore, type Matched, parseIgnore } from "../dockerfile/ignore/ignore.ts";

/** The rules of the ignore file that counts for a context: the Dockerfile's own, else .dockerignore. */
export function readIgnoreRules(context: string, dockerfile: string | undefined): IgnoreRules {
  const file = findIgnoreFile(context, dockerfile);
  if (file === undefined) return ignoreNothing;
  const rules = parseIgnore(file);
  return { hiddenBy: hidingLines(rules), mayShowBeneath: (directory) => rules.mayHaveExceptionsBelow(directory) };
}

/**
 * The last rule that matches a path or a directory above it decides. A walk asks for all names of
 * a directory one after the other, so what matched the last directory is kept.
 */
function hidingLines(ignore: Ignore): (path: string) => IgnoreLine | undefined {
  let last: { readonly directory: string; readonly matched: Matched | undefined } = {
    directory: "",
    matched: undefined,
  };
  const above = (path: string): Matched | undefined => {
    const directory = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    if (directory === "") return undefined;
    if (last.directory !== directory) last = { directory, matched: ignore.visit(directory, above(directory)).matched };
    return last.matched;
  };
  return (path) => {
    const { ignored, matched } = ignore.visit(path, above(path));
    const rule = ignored ? ignore.rules[matched.at(-1) ?? -1] : undefined;
    return rule === undefined ? undefined : { line: rule.where.line, text: rule.text };
  };
}
