import { checkSize } from "./failure.ts";
import { compile, matchAt, matchesHead, type Pattern } from "./wildcard.ts";

/** ${value#pattern}, or ## where `longest`. */
export function trimPrefix(value: string, pattern: string, longest: boolean): string {
  const text = Array.from(value);
  const end = matchAt(compile(pattern), text, 0, longest);
  return end === undefined ? value : text.slice(end).join("");
}

/** ${value%pattern}, or %%: as the prefix of both reversed. */
export function trimSuffix(value: string, pattern: string, longest: boolean): string {
  const left = trimPrefix(Array.from(value).reverse().join(""), reversed(pattern), longest);
  return Array.from(left).reverse().join("");
}

/** ${value/pattern/replacement}, or // where `all`. */
export function replace(value: string, pattern: string, replacement: string, all: boolean): string {
  const compiled = compile(pattern);
  const text = Array.from(value);
  let result = "";
  let copied = 0;
  for (let at = 0; at <= text.length;) {
    const match = firstMatch(compiled, text, at);
    if (!match) break;
    const matched = text.slice(match.from, match.to).join("");
    result += text.slice(copied, match.from).join("");
    // Go: an empty match right behind another one does not count.
    if (match.to > copied || match.from === 0) result += all ? filled(replacement, matched) : replacement;
    checkSize(result);
    copied = match.to;
    if (!all) break;
    at = Math.max(match.to, at + 1);
  }
  return result + text.slice(copied).join("");
}

/** The leftmost match, as long as it can be. */
function firstMatch(pattern: Pattern, text: readonly string[], from: number): { from: number; to: number } | undefined {
  const head = pattern[0]?.length ?? 0;
  for (let at = from; at <= text.length; at++) {
    const to = matchAt(pattern, text, at, true);
    if (to !== undefined) return { from: at, to };
    if (!matchesHead(pattern, text, at)) continue;
    // What follows the first * was not found up to the end of the line; starting later on it cannot help.
    const lineEnd = text.indexOf("\n", at + head);
    if (lineEnd === -1) return undefined;
    at = lineEnd - head;
  }
  return undefined;
}

/** BuildKit hands the replacement of // to Go's regexp, where `$0` is the match and other `$name` are nothing. */
const filled = (replacement: string, matched: string): string =>
  replacement.replace(/\$(?:\$|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/gu, (whole, name?: string, braced?: string) => {
    if (whole === "$$") return "$";
    return (name ?? braced) === "0" ? matched : "";
  });

/** Backwards, but with each escape before its character. */
function reversed(pattern: string): string {
  const parts = pattern.match(/\\.|[^]/gsu) ?? [];
  return parts.reverse().join("");
}
