/** BuildKit's containsWildcards: a backslash takes the next character's meaning away. */
export const hasWildcard = (text: string): boolean => /^(?:[^\\*?[]|\\[^])*[*?[]/.test(text);

type Token = "*" | ((character: string) => boolean);

/**
 * Go's path/filepath.Match for one name: `*` any run, `?` one character, `[a-z]` and `[^a-z]`,
 * `\` before a character that means itself. Names and patterns are latin1 bytes and compared as
 * the UTF-8 text they hold. undefined for a pattern that Go calls bad. Never backtracks further
 * than the last `*`.
 */
export function nameMatcher(pattern: string): ((name: string) => boolean) | undefined {
  const tokens = compile(text(pattern));
  return tokens && ((name) => matches(tokens, [...text(name)]));
}

function matches(tokens: readonly Token[], characters: readonly string[]): boolean {
  let at = 0;
  let token = 0;
  let star = -1;
  let starAt = 0;
  while (at < characters.length) {
    const want = tokens[token];
    if (want === "*") {
      star = token++;
      starAt = at;
    } else if (want?.(characters[at] as string)) {
      token++;
      at++;
    } else if (star >= 0) {
      token = star + 1;
      at = ++starAt;
    } else return false;
  }
  return tokens.slice(token).every((rest) => rest === "*");
}

const text = (latin1: string): string => Buffer.from(latin1, "latin1").toString("utf8");

function compile(pattern: string): Token[] | undefined {
  const tokens: Token[] = [];
  const characters = [...pattern];
  for (let at = 0; at < characters.length; at++) {
    const one = characters[at] as string;
    if (one === "*") tokens.push("*");
    else if (one === "?") tokens.push(() => true);
    else if (one === "[") {
      const range = readClass(characters, at + 1);
      if (range === undefined) return undefined;
      tokens.push(range.matches);
      at = range.end;
    } else {
      const literal = one === "\\" ? characters[++at] : one;
      if (literal === undefined) return undefined;
      tokens.push((character) => character === literal);
    }
  }
  return tokens;
}

function readClass(characters: readonly string[], from: number) {
  const isNegated = characters[from] === "^";
  const ranges: (readonly [number, number])[] = [];
  let at = isNegated ? from + 1 : from;
  const next = (): number | undefined => {
    const one = characters[at++];
    if (one === undefined || one === "-" || one === "]") return undefined;
    return (one === "\\" ? characters[at++] : one)?.codePointAt(0);
  };
  while (characters[at] !== "]" || ranges.length === 0) {
    const low = next();
    if (low === undefined) return undefined;
    if (characters[at] === "-") at++;
    else {
      ranges.push([low, low]);
      continue;
    }
    const high = next();
    if (high === undefined) return undefined;
    ranges.push([low, high]);
  }
  const matches = (character: string): boolean => {
    const point = character.codePointAt(0) ?? 0;
    return ranges.some(([low, high]) => low <= point && point <= high) !== isNegated;
  };
  return { matches, end: at };
}
