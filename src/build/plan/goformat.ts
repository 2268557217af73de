/**
 * Go's ways of printing values, as BuildKit writes them into an image's history
 * (dockerfile2llb/convert.go: `fmt.Sprintf` with %q, %v and %+v).
 */

const escapes: Readonly<Record<string, string>> = {
  "\u0007": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\\": "\\\\",
  '"': '\\"',
};

/** strconv.Quote. */
export function quote(text: string): string {
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  const inside = [...text].map((character) => {
    const escaped = escapes[character];
    if (escaped !== undefined) return escaped;
    if (/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character)) return character;
    const code = character.codePointAt(0)!;
    if (code < 0x80) return `\\x${code.toString(16).padStart(2, "0")}`;
    return code < 0x10000 ? `\\u${code.toString(16).padStart(4, "0")}` : `\\U${code.toString(16).padStart(8, "0")}`;
  });
  return `"${inside.join("")}"`;
}

/** %q of a string slice. */
export const quoteAll = (list: readonly string[]): string => `[${list.map(quote).join(" ")}]`;

/** %v of a string slice. */
export const list = (items: readonly string[]): string => `[${items.join(" ")}]`;

/** time.Duration.String(), from nanoseconds. */
export function duration(nanoseconds: number): string {
  if (nanoseconds === 0) return "0s";
  const sign = nanoseconds < 0 ? "-" : "";
  const total = Math.abs(nanoseconds);
  if (total < 1000) return `${sign}${total}ns`;
  if (total < 1_000_000) return `${sign}${total / 1000}µs`;
  if (total < 1_000_000_000) return `${sign}${total / 1_000_000}ms`;
  const hours = Math.floor(total / 3.6e12);
  const minutes = Math.floor((total % 3.6e12) / 6e10);
  const seconds = Number(((total % 6e10) / 1e9).toFixed(9));
  const parts = [hours > 0 ? `${hours}h` : "", hours > 0 || minutes > 0 ? `${minutes}m` : "", `${seconds}s`];
  return sign + parts.join("");
}
