import { findIgnoreFile, ignoreNothing, type IgnoreRules } from "../context/ignore.ts";
import { parseIgnore } from "../dockerfile/ignore/parse-ignore.ts";

/** The rules of the ignore file that counts for a context: the Dockerfile's own, else .dockerignore. */
export function readIgnoreRules(context: string, dockerfile: string | undefined): IgnoreRules {
  const file = findIgnoreFile(context, dockerfile);
  return file === undefined ? ignoreNothing : parseIgnore(file);
}
