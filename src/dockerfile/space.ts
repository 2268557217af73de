/** What Go's unicode.IsSpace calls a space (JavaScript's \s has U+FEFF and lacks U+0085). */
const spaces = "\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const one = new RegExp(`[${spaces}]`);
const leading = new RegExp(`^[${spaces}]+`);

export const isSpace = (character: string): boolean => one.test(character);
export const hasSpace = (text: string): boolean => one.test(text);

export const trimStart = (text: string): string => text.replace(leading, "");

export function trim(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text[end - 1]!)) end--;
  return trimStart(text.slice(0, end));
}
