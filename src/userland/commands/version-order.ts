/** How much of a name stands before its suffixes: (\.[A-Za-z~][A-Za-z0-9~]*)*$ */
const prefixOf = (name: string): string =>
  name.slice(0, name.length - /(?:\.[A-Za-z~][A-Za-z0-9~]*)*$/.exec(name)![0].length);

function rank(text: string, at: number): number {
  if (at >= text.length) return -1;
  const code = text.charCodeAt(at);
  if (isDigit(code)) return 0;
  if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) return code;
  return code === 126 ? -2 : code + 256;
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** dpkg's comparison of versions, as gnulib has it. */
function compareParts(a: string, b: string): number {
  let i = 0;
  let j = 0;
  const digit = (text: string, at: number) => at < text.length && isDigit(text.charCodeAt(at));
  while (i < a.length || j < b.length) {
    while ((i < a.length && !digit(a, i)) || (j < b.length && !digit(b, j))) {
      const difference = rank(a, i++) - rank(b, j++);
      if (difference !== 0) return difference;
    }
    while (a[i] === "0") i++;
    while (b[j] === "0") j++;
    let first = 0;
    for (; digit(a, i) && digit(b, j); i++, j++) first ||= a.charCodeAt(i) - b.charCodeAt(j);
    if (digit(a, i)) return 1;
    if (digit(b, j)) return -1;
    if (first !== 0) return first;
  }
  return 0;
}

/** "." and "..", then other names with a dot in front, then the others; empty ones before all. */
const group = (name: string): number =>
  name === "" ? 0 : name === "." ? 1 : name === ".." ? 2 : name.startsWith(".") ? 3 : 4;

/** gnulib's filevercmp: the order of `sort -V` and `ls -v`. */
export function compareVersions(a: string, b: string): number {
  const groups = group(a) - group(b);
  if (groups !== 0) return groups;
  const [x, y] = [prefixOf(a), prefixOf(b)];
  const result = compareParts(x, y);
  return result !== 0 || (x === a && y === b) ? result : compareParts(a, b);
}
